package io.nextclick.evaluate.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures computed by hand. */
class OffPolicyEvaluationTest {

    private static final double EXACT = 1e-12;

    /**
     * Choices of an action, the first ones rewarded, each twice so that both halves have as many.
     */
    private static List<Choice> choices(
            int position, String action, double propensity, int rewarded, int all) {
        List<Choice> choices = new ArrayList<>();
        for (int i = 0; i < all / 2; i++) {
            Choice choice = new Choice(position, action, propensity, i < rewarded / 2 ? 1 : 0);
            choices.add(choice);
            choices.add(choice);
        }
        return choices;
    }

    /** a was chosen with 1/4 and rewarded 20 of 100 times, b with 3/4 and 30 of 300 times. */
    private static List<Choice> oneForA() {
        List<Choice> choices = choices(1, "a", 0.25, 20, 100);
        choices.addAll(choices(1, "b", 0.75, 30, 300));
        return choices;
    }

    private static OffPolicyResult evaluate(List<Choice> log, double clip, TargetPolicy policy)
            throws RefusedEvaluation {
        return new OffPolicyEvaluation(clip).evaluate(ChoiceLog.of(log), actions -> policy);
    }

    private static final TargetPolicy HALF_AND_HALF = TargetPolicy.of(Map.of("a", 0.5, "b", 0.5));

    @Test
    void weights_make_the_log_that_of_the_policy() throws Exception {
        OffPolicyResult result = evaluate(oneForA(), 1, HALF_AND_HALF);
        // Weights are 2 and 2/3.
        assertThat(result.choices()).isEqualTo(400);
        assertThat(result.meanReward()).isEqualTo(50 / 400.0, within(EXACT));
        assertThat(result.largestWeight()).isEqualTo(2, within(EXACT));
        assertThat(result.meanWeight()).isEqualTo(1, within(EXACT));
        assertThat(result.effectiveSampleSize()).isEqualTo(300, within(1e-9));
        // (20 · 2 + 30 · 2/3)² / (20 · 4 + 30 · 4/9)
        assertThat(result.effectiveRewards()).isEqualTo(3_600 / (80 + 40 / 3.0), within(1e-9));
        assertThat(result.estimate("ips").value()).isEqualTo(0.15, within(EXACT));
        assertThat(result.estimate("snips").value()).isEqualTo(0.15, within(EXACT));
        // (20 · 1 + 30 · 2/3) / 400
        assertThat(result.estimate("clipped-ips").value()).isEqualTo(0.1, within(EXACT));
    }

    @Test
    void the_reward_model_draws_to_the_mean_and_weights_correct_it() throws Exception {
        OffPolicyResult result = evaluate(oneForA(), 10, HALF_AND_HALF);
        // Each half: a (10 + 10 · 1/8) / 60 = 0.1875, b (15 + 10 · 1/8) / 160 = 0.1015625.
        assertThat(result.estimate("dm").value()).isEqualTo(0.14453125, within(EXACT));
        assertThat(result.estimate("dm").once()).isNull();
        // + (2 · (20 − 100 · 0.1875) + 2/3 · (30 − 300 · 0.1015625)) / 400
        assertThat(result.estimate("dr").value()).isEqualTo(0.15, within(EXACT));
    }

    @Test
    void intervals_are_of_the_weighted_rewards() throws Exception {
        OffPolicyResult result = evaluate(oneForA(), 10, HALF_AND_HALF);
        OffPolicyResult.Estimate ips = result.estimate("ips");
        assertThat(ips.once().low()).isEqualTo(0.15 - 0.11930295880153712, within(EXACT));
        assertThat(ips.once().high()).isEqualTo(0.15 + 0.11930295880153712, within(EXACT));
        assertThat(ips.anytime().high()).isEqualTo(0.15 + 0.11708638814570092, within(EXACT));
        OffPolicyResult.Estimate snips = result.estimate("snips");
        assertThat(snips.once().high()).isEqualTo(0.15 + 0.1164175276936587, within(EXACT));
    }

    @Test
    void with_few_of_either_outcome_there_is_no_interval_for_many_looks() throws Exception {
        TargetPolicy policy = TargetPolicy.of(Map.of("a", 1.0));
        for (int rewarded : new int[] {28, 272}) {
            OffPolicyResult.Estimate few =
                    evaluate(choices(1, "a", 1, rewarded, 300), 10, policy).estimate("snips");
            assertThat(few.anytime()).isNull();
            assertThat(few.once()).isNotNull();
        }
        for (int rewarded : new int[] {30, 270}) {
            assertThat(
                            evaluate(choices(1, "a", 1, rewarded, 300), 10, policy)
                                    .estimate("snips")
                                    .anytime())
                    .isNotNull();
        }
    }

    @Test
    void self_normalising_mends_weights_that_do_not_sum_up() throws Exception {
        List<Choice> log = choices(1, "a", 0.5, 20, 200);
        log.addAll(choices(1, "b", 0.5, 40, 100));
        OffPolicyResult result = evaluate(log, 10, TargetPolicy.of(Map.of("a", 1.0)));
        assertThat(result.meanWeight()).isEqualTo(400 / 300.0, within(EXACT));
        assertThat(result.estimate("ips").value()).isEqualTo(40 / 300.0, within(EXACT));
        assertThat(result.estimate("snips").value()).isEqualTo(0.1, within(EXACT));
    }

    @Test
    void the_position_model_takes_what_an_action_got_elsewhere() throws Exception {
        // Looks 1 and 1/2; liking of a 0.4, of b 0.2. The log has a at 1 in 3 of 4, at 2 in 1 of 4.
        List<Choice> log = choices(1, "a", 0.75, 120, 300);
        log.addAll(choices(1, "b", 0.25, 20, 100));
        log.addAll(choices(2, "a", 0.25, 20, 100));
        log.addAll(choices(2, "b", 0.75, 30, 300));
        // The policy has b at 1 and a at 2: (0.2 + 0.4 / 2) / 2 a choice.
        TargetPolicy swapped =
                TargetPolicy.byPosition(Map.of(1, Map.of("b", 1.0), 2, Map.of("a", 1.0)));
        OffPolicyResult result = evaluate(log, 10, swapped);
        assertThat(result.estimate("position-based").value()).isEqualTo(0.2, within(EXACT));
        assertThat(result.estimate("ips").value()).isEqualTo(0.2, within(EXACT));
        // Its largest weight is 1.6: b is wanted 400 times at 1, and was there 100 + 300 / 2 times.
        assertThat(result.largestWeight()).isEqualTo(4, within(EXACT));
        OffPolicyResult.Estimate model = result.estimate("position-based");
        OffPolicyResult.Estimate ips = result.estimate("ips");
        assertThat(model.once().high() - model.once().low())
                .isLessThan(ips.once().high() - ips.once().low());
    }

    @Test
    void a_log_of_one_position_has_no_position_model() throws Exception {
        assertThat(evaluate(oneForA(), 10, HALF_AND_HALF).estimates())
                .extracting(OffPolicyResult.Estimate::estimator)
                .containsExactly("ips", "snips", "clipped-ips", "dm", "dr");
    }

    @Test
    void the_uniform_policy_is_of_the_log_s_actions() throws Exception {
        OffPolicyResult result =
                new OffPolicyEvaluation(10)
                        .evaluate(ChoiceLog.of(oneForA()), TargetPolicy::uniform);
        assertThat(result.estimate("ips").value()).isEqualTo(0.15, within(EXACT));
    }

    @Test
    void without_a_propensity_it_is_refused() {
        List<Choice> log = oneForA();
        log.add(new Choice(1, "a", Double.NaN, 1));
        log.add(new Choice(1, "a", 0, 1));
        log.add(new Choice(1, "a", 1.5, 1));
        assertThatThrownBy(() -> evaluate(log, 10, HALF_AND_HALF))
                .isInstanceOf(RefusedEvaluation.class)
                .hasMessage("3 of 403 choices have no propensity above 0 and up to 1");
    }

    @Test
    void below_an_effective_sample_size_of_100_it_is_refused() throws Exception {
        TargetPolicy policy = TargetPolicy.of(Map.of("a", 1.0));
        List<Choice> enough = choices(1, "a", 0.01, 20, 100);
        assertThat(evaluate(enough, 10, policy).effectiveSampleSize()).isEqualTo(100, within(1e-9));
        List<Choice> tooFew = choices(1, "a", 0.01, 20, 98);
        tooFew.addAll(choices(1, "b", 0.99, 20, 9_900));
        assertThatThrownBy(() -> evaluate(tooFew, 10, policy))
                .isInstanceOf(RefusedEvaluation.class)
                .hasMessage("the effective sample size is 98.0; 100 are needed");
    }

    @Test
    void what_the_log_never_chose_it_cannot_judge() throws Exception {
        TargetPolicy bit = TargetPolicy.of(Map.of("a", 0.5, "b", 0.495, "c", 0.005));
        assertThat(evaluate(oneForA(), 10, bit).unsupported()).isEqualTo(0.005, within(EXACT));
        TargetPolicy much = TargetPolicy.of(Map.of("a", 0.5, "c", 0.5));
        assertThatThrownBy(() -> evaluate(oneForA(), 10, much))
                .isInstanceOf(RefusedEvaluation.class)
                .hasMessageContaining("never made 50.00 % of the policy's choices");
        TargetPolicy elsewhere = TargetPolicy.byPosition(Map.of(2, Map.of("a", 1.0)));
        assertThatThrownBy(() -> evaluate(oneForA(), 10, elsewhere))
                .isInstanceOf(RefusedEvaluation.class)
                .hasMessageContaining("chooses nothing for position 1");
    }

    @Test
    void an_empty_log_is_refused() {
        assertThatThrownBy(() -> evaluate(List.of(), 10, HALF_AND_HALF))
                .isInstanceOf(RefusedEvaluation.class)
                .hasMessage("the log has no choice");
    }

    @Test
    void a_reward_is_between_0_and_1_and_a_clip_above_0() {
        assertThatThrownBy(() -> new Choice(1, "a", 0.5, 1.1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Choice(1, "a", 0.5, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OffPolicyEvaluation(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
