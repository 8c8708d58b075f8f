package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.experiment.ExperimentReader;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.testkit.Harness;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeExperimentsTest {

    private static final long DAY = 86_400_000;
    private static final VerdictSettings SETTINGS =
            new VerdictSettings(1_000, 90 * DAY, 5_000, 100);
    private static final String ARMS = "arms: [{arm: a, share: 0.5}, {arm: b, share: 0.5}]\n";

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, UnitChange, ExperimentUpdate, ExperimentResult>
            judge;

    @BeforeEach
    void open() throws Exception {
        judge = harness();
        judge.open();
        judge.setProcessingTime(0);
    }

    @AfterEach
    void close() throws Exception {
        judge.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, UnitChange, ExperimentUpdate, ExperimentResult>
            harness() throws Exception {
        return Harness.of(
                new JudgeExperiments(SETTINGS, Harness.SMALL_CACHE),
                UnitChange::experimentKey,
                null);
    }

    private void inForce(String more) throws Exception {
        ExperimentReader.Reading reading =
                new ExperimentReader().read("experiment_id: x\nversion: 1\n" + ARMS + more);
        assertThat(reading.faults()).isEmpty();
        judge.processElement2(new ExperimentUpdate("x", 1, reading.text()), 0);
    }

    /** So many units, of which some clicked once, worth 1. */
    private static UnitChange units(String arm, int units, int clicked) {
        double[] moments = UnitChange.none();
        long[] none = new long[6];
        for (int i = 0; i < units; i++) {
            long[] sums = {1, i < clicked ? 1 : 0, 0, 0, 0, i < clicked ? 1_000_000 : 0};
            UnitValues.add(moments, sums, 0, none, 1);
        }
        return new UnitChange("x", arm, units, moments);
    }

    private ExperimentResult result(long millis, UnitChange... changes) throws Exception {
        for (UnitChange each : changes) {
            judge.processElement1(each, 0);
        }
        assertThat(Harness.take(judge)).isEmpty();
        judge.setProcessingTime(millis);
        List<ExperimentResult> results = Harness.take(judge);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static Effect effect(ExperimentResult result, int arm) {
        return result.arms().get(arm).metrics().get(0).effect();
    }

    @Test
    void what_changed_is_one_result_after_the_interval() throws Exception {
        inForce("");
        ExperimentResult result = result(1_000, units("a", 10, 1), units("b", 12, 3));
        assertThat(result.number()).isEqualTo(1);
        assertThat(result.asOfMillis()).isEqualTo(1_000);
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.NOT_YET);
        assertThat(result.verdict().words()).isEqualTo("not yet");
        assertThat(result.arms()).extracting(ArmResult::units).containsExactly(10L, 12L);
        assertThat(effect(result, 1).difference()).isCloseTo(0.15, within(1e-12));
        judge.setProcessingTime(60_000);
        assertThat(Harness.take(judge)).as("nothing has changed").isEmpty();
        assertThat(result(61_000, units("a", 1, 0)).number()).isEqualTo(2);
        assertThat(judge.numProcessingTimeTimers()).isZero();
    }

    @Test
    void a_clear_difference_is_said_in_words() throws Exception {
        inForce("primary: clicked\n");
        Verdict better = result(1_000, units("a", 5_000, 500), units("b", 5_000, 800)).verdict();
        assertThat(better.kind()).isEqualTo(Verdict.Kind.BETTER);
        assertThat(better.arm()).isEqualTo("b");
        assertThat(better.words())
                .startsWith("'b' is better than 'a': clicked a unit is 0.06000 more (0.0");
    }

    @Test
    void where_every_arm_is_worse_the_control_is_named() throws Exception {
        inForce("primary: clicked\n");
        Verdict worse = result(1_000, units("a", 5_000, 800), units("b", 5_000, 500)).verdict();
        assertThat(worse.kind()).isEqualTo(Verdict.Kind.WORSE);
        assertThat(worse.words()).isEqualTo("nothing is better than 'a' in clicked");
    }

    @Test
    void units_that_are_not_divided_as_declared_spoil_everything() throws Exception {
        inForce("");
        ExperimentResult result = result(1_000, units("a", 3_000, 0), units("b", 2_500, 2_500));
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.UNFAIR);
        assertThat(result.sampleRatio()).isGreaterThan(SampleRatio.ALARM);
    }

    @Test
    void a_guardrail_is_more_than_a_success() throws Exception {
        inForce("primary: lists\nguardrails: [{metric: clicked, at_most_worse: 0.01}]\n");
        Verdict verdict = result(1_000, units("a", 5_000, 800), units("b", 5_000, 400)).verdict();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.HARMFUL);
        assertThat(verdict.arm()).isEqualTo("b");
    }

    @Test
    void no_difference_needs_a_minimum_and_days_are_counted_until_it_would_be_seen()
            throws Exception {
        inForce("primary: clicked\nminimum_effect: 0.02\n");
        judge.processElement1(units("a", 500, 50), 0);
        judge.setProcessingTime(1_000);
        Harness.take(judge);
        ExperimentResult early = result(DAY, units("b", 500, 50));
        assertThat(early.verdict().words()).matches("not yet; \\d+ days left");
        assertThat(early.daysLeft()).isBetween(5.0, 60.0);
        ExperimentResult late =
                result(2 * DAY, units("a", 40_000, 4_000), units("b", 40_000, 4_000));
        assertThat(late.daysLeft()).isZero();
        assertThat(late.verdict().kind()).isEqualTo(Verdict.Kind.NO_DIFFERENCE);
    }

    @Test
    void learned_arms_get_weights_once_each_has_lists_enough() throws Exception {
        inForce("unit: list\nallocation: learned\nfloor: 0.05\nprimary: clicked\n");
        ExperimentResult few = result(1_000, units("a", 5_000, 100), units("b", 99, 50));
        assertThat(few.arms()).extracting(ArmResult::weight).containsExactly(0.5, 0.5);
        ExperimentResult enough = result(2_000, units("b", 1, 1));
        assertThat(enough.arms().get(0).weight()).isCloseTo(0.05, within(1e-9));
        assertThat(enough.arms().get(1).weight()).isCloseTo(0.95, within(1e-9));
        assertThat(enough.verdict().kind())
                .as("shares that are learned are not declared")
                .isNotEqualTo(Verdict.Kind.UNFAIR);
    }

    @Test
    void of_an_experiment_that_is_not_in_force_sums_are_kept_until_it_is() throws Exception {
        judge.processElement1(units("a", 10, 1), 0);
        judge.setProcessingTime(1_000);
        assertThat(Harness.take(judge)).isEmpty();
        inForce("");
        assertThat(result(3_000, units("b", 1, 1)).arms())
                .extracting(ArmResult::units)
                .containsExactly(10L, 1L);
        judge.processElement2(new ExperimentUpdate("x", 0, ""), 0);
        judge.processElement1(units("b", 1, 1), 0);
        judge.setProcessingTime(5_000);
        assertThat(Harness.take(judge)).isEmpty();
    }

    @Test
    void a_restart_changes_nothing() throws Exception {
        inForce("");
        judge.processElement1(units("a", 10, 1), 0);
        judge.processElement1(new UnitChange("x", "", 3, UnitChange.none()), 0);
        OperatorSubtaskState snapshot = Harness.checkpoint(judge);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement1(units("b", 20, 2), 0);
            restored.setProcessingTime(1_000);
            ExperimentResult result = Harness.take(restored).get(0);
            assertThat(result.crossovers()).isEqualTo(3);
            assertThat(result.arms()).extracting(ArmResult::units).containsExactly(10L, 20L);
            assertThat(restored.numProcessingTimeTimers()).as("nothing is left").isZero();
        }
    }

    @Test
    void arms_that_no_definition_has_are_bounded() throws Exception {
        inForce("");
        for (int i = 0; i < 2 * ExperimentSums.MOST_ARMS; i++) {
            judge.processElement1(units("made-up" + i, 1, 0), 0);
        }
        judge.setProcessingTime(1_000);
        assertThat(Harness.take(judge).get(0).arms())
                .extracting(ArmResult::units)
                .containsExactly(0L, 0L);
    }
}
