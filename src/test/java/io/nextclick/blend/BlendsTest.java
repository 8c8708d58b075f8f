package io.nextclick.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What subtasks share: contributions go to one policy, and the policy goes back to all. */
class BlendsTest {

    private static final String HOME = "shop/home";

    private final SharedPolicy shared = new SharedPolicy();
    private final Random random = new Random(7);
    private long now = 1_000;

    private static Blends subtask(int number) {
        return new Blends(LearningSettings.DEFAULT, 100, number);
    }

    /** Learns from lists of three random candidates, of which the one of a signal is wanted. */
    private void learn(Blends blends, Signal wanted, int lists) {
        for (int list = 0; list < lists; list++) {
            SignalTable table = new SignalTable();
            table.clear(3);
            for (int row = 0; row < 3; row++) {
                for (Signal signal : Signal.values()) {
                    table.set(row, signal, random.nextFloat());
                }
            }
            table.set(1, wanted, 2);
            TrainingExample example =
                    TrainingExample.of(table, new int[] {0, 1, 2}, 3, new String[] {"a", "b", "c"});
            blends.remember("ann", new PendingList(HOME, 0, now), example);
            assertThat(blends.learn("ann", "b", null, now)).isTrue();
        }
    }

    private void contribute(Blends... all) {
        for (Blends blends : all) {
            blends.contributions(now++).forEach(shared::add);
        }
    }

    private Policy publish() {
        return shared.publish(now++);
    }

    private static void take(Policy policy, Blends... all) {
        for (Blends blends : all) {
            blends.take(policy);
        }
    }

    private static float initial(Signal signal) {
        return Weights.initial(Weights.place(signal));
    }

    private static float[] weights(Blends blends) {
        return blends.model(HOME).weights.clone();
    }

    private static double[] squares(Blends blends) {
        return blends.model(HOME).squares.clone();
    }

    private static float[] initial() {
        return Weights.initial();
    }

    @Test
    void two_subtasks_that_share_have_the_same_weights_in_the_end() {
        Blends one = subtask(0);
        Blends two = subtask(1);
        for (int round = 0; round < 20; round++) {
            learn(one, Signal.TREND, 10);
            learn(two, Signal.BRAND, 7);
            contribute(one, two);
            // More is learnt while the policy is on its way.
            learn(one, Signal.TREND, 3);
            take(publish(), one, two);
        }
        assertThat(weights(one)).isNotEqualTo(weights(two));
        contribute(one, two);
        take(publish(), one, two);
        assertThat(weights(one)).isEqualTo(weights(two)).isNotEqualTo(initial());
        assertThat(squares(one)).isEqualTo(squares(two));
        assertThat(weights(one)[Weights.place(Signal.TREND)]).isGreaterThan(initial(Signal.TREND));
        assertThat(weights(one)[Weights.place(Signal.BRAND)])
                .as("learnt by the other subtask alone")
                .isGreaterThan(initial(Signal.BRAND));
    }

    @Test
    void contributions_count_by_the_examples_they_stand_for() {
        Blends one = subtask(0);
        Blends two = subtask(1);
        learn(one, Signal.TREND, 30);
        learn(two, Signal.BRAND, 10);
        contribute(one, two);
        int at = Weights.place(Signal.TREND);
        Policy policy = publish();
        assertThat(policy.weights()[at])
                .isCloseTo(0.75f * weights(one)[at] + 0.25f * weights(two)[at], offset(1e-6f));
        assertThat(policy.examples()).isEqualTo(40);
    }

    @Test
    void who_learnt_nothing_takes_what_others_learnt() {
        Blends one = subtask(0);
        Blends idle = subtask(1);
        learn(one, Signal.TREND, 10);
        contribute(one, idle);
        take(publish(), one, idle);
        assertThat(weights(idle)).isEqualTo(weights(one)).isNotEqualTo(initial());
        assertThat(idle.contributions(now)).isEmpty();
    }

    @Test
    void who_waits_for_its_contribution_makes_no_other_one() {
        Blends one = subtask(0);
        Blends two = subtask(1);
        learn(one, Signal.TREND, 5);
        learn(two, Signal.BRAND, 5);
        contribute(one, two);
        learn(one, Signal.TREND, 5);
        assertThat(one.contributions(now)).isEmpty();
        take(publish(), one, two);
        contribute(one);
        assertThat(shared.pending).hasSize(1);
        assertThat(shared.pending.get(0).examples()).isEqualTo(5);
        take(publish(), one, two);
        assertThat(weights(one)).isEqualTo(weights(two));
    }

    @Test
    void a_policy_without_the_newest_contribution_is_not_taken() {
        Blends one = subtask(0);
        Blends two = subtask(1);
        learn(one, Signal.TREND, 5);
        learn(two, Signal.BRAND, 5);
        contribute(one, two);
        Policy first = publish();
        learn(one, Signal.TREND, 5);
        now += Blends.PATIENCE_MILLIS;
        contribute(one);
        float[] own = weights(one);
        one.take(first);
        assertThat(weights(one)).as("it would undo what is on its way").isEqualTo(own);
        two.take(first);
        assertThat(weights(two)).isEqualTo(first.weights());

        Policy second = publish();
        take(second, one, two);
        assertThat(weights(one)).isEqualTo(weights(two)).isEqualTo(second.weights());
    }

    @Test
    void a_policy_that_is_long_on_its_way_is_taken_however_steadily_they_learn() {
        Blends one = subtask(0);
        Blends two = subtask(1);
        Deque<Policy> onItsWay = new ArrayDeque<>();
        for (int second = 0; second < 60; second++) {
            now += 1_000;
            learn(one, Signal.TREND, 3);
            learn(two, Signal.BRAND, 3);
            contribute(one, two);
            if (!onItsWay.isEmpty() && onItsWay.peek().updatedAtMillis() < now - 1_500) {
                take(onItsWay.remove(), one, two);
            }
            if (shared.hasUpdate()) {
                onItsWay.add(publish());
            }
        }
        assertThat(weights(one)[Weights.place(Signal.BRAND)])
                .as("learnt by the other subtask alone")
                .isGreaterThan(initial(Signal.BRAND) + 0.2f);
        for (Signal signal : List.of(Signal.TREND, Signal.BRAND)) {
            assertThat(weights(one)[Weights.place(signal)])
                    .as(signal.name())
                    .isCloseTo(weights(two)[Weights.place(signal)], offset(0.06f));
        }
    }

    @Test
    void a_restored_subtask_takes_the_policy_whatever_is_in_it() {
        Blends one = subtask(0);
        learn(one, Signal.TREND, 5);
        contribute(one);
        Policy policy = publish();
        learn(one, Signal.TREND, 5);
        contribute(one);
        Blends restored = subtask(0);
        restored.take(policy);
        assertThat(weights(restored)).isEqualTo(policy.weights());
        assertThat(squares(restored)).isEqualTo(policy.squares());
        Blends rescaled = subtask(17);
        rescaled.take(policy);
        assertThat(weights(rescaled)).isEqualTo(policy.weights());
    }

    @Test
    void a_single_subtask_s_own_policy_changes_nothing() {
        Blends only = subtask(0);
        for (int round = 0; round < 50; round++) {
            learn(only, Signal.TREND, 3);
            contribute(only);
            Policy policy = publish();
            learn(only, Signal.BRAND, round % 3);
            float[] weights = weights(only);
            double[] squares = squares(only);
            only.take(policy);
            assertThat(weights(only)).containsExactly(weights);
            assertThat(squares(only)).containsExactly(squares);
            only.take(policy);
            assertThat(weights(only)).containsExactly(weights);
        }
    }

    @Test
    void after_a_reset_nothing_that_was_learnt_before_comes_back() {
        Blends one = subtask(0);
        Blends two = subtask(1);
        learn(one, Signal.TREND, 10);
        learn(two, Signal.TREND, 10);
        contribute(one, two);
        Policy before = publish();
        take(before, one, two);
        learn(two, Signal.TREND, 10);
        contribute(two);
        final Policy late = publish();

        Policy reset = Policy.initial(HOME, now++);
        shared.reset(reset);
        one.take(reset);
        assertThat(weights(one)).containsExactly(initial());
        take(late, one);
        assertThat(weights(one)).as("published before, read after").containsExactly(initial());

        learn(two, Signal.TREND, 1);
        contribute(two);
        assertThat(shared.pending).as("learnt before the reset").isEmpty();
        two.take(reset);
        assertThat(weights(two)).containsExactly(initial());
        assertThat(squares(two)).containsOnly(1);

        learn(two, Signal.BRAND, 4);
        contribute(one, two);
        Policy after = publish();
        assertThat(after.examples()).isEqualTo(4);
        take(after, one, two);
        assertThat(weights(one)).isEqualTo(weights(two)).isNotEqualTo(initial());
    }

    @Test
    void who_missed_the_reset_is_given_the_newest_policy() {
        Blends one = subtask(0);
        Policy reset = Policy.initial(HOME, 500);
        shared.reset(reset);
        one.take(reset);
        learn(one, Signal.TREND, 5);
        contribute(one);
        Policy policy = publish();
        take(policy, one);

        Blends late = subtask(1);
        learn(late, Signal.BRAND, 5);
        contribute(late);
        assertThat(shared.hasUpdate()).isTrue();
        Policy again = publish();
        assertThat(again).isSameAs(policy);
        float[] own = weights(one);
        take(again, one, late);
        assertThat(weights(one)).containsExactly(own);
        assertThat(weights(late)).containsExactly(policy.weights());
        assertThat(shared.hasUpdate()).isFalse();

        learn(late, Signal.BRAND, 5);
        contribute(late);
        assertThat(shared.pending).hasSize(1);
    }

    @Test
    void a_reset_that_is_read_again_changes_nothing() {
        Blends one = subtask(0);
        Policy reset = Policy.initial(HOME, 500);
        take(reset, one);
        shared.reset(reset);
        learn(one, Signal.TREND, 5);
        contribute(one);
        float[] own = weights(one);
        shared.reset(reset);
        assertThat(shared.pending).hasSize(1);
        one.take(reset);
        assertThat(weights(one)).containsExactly(own);
    }

    @Test
    void weights_stay_within_their_bound_together_too() {
        float most = BlendModel.LARGEST_WEIGHT;
        List<Blends> all = new ArrayList<>();
        for (int number = 0; number < 7; number++) {
            Blends blends = subtask(number);
            learn(blends, Signal.TREND, number + 1);
            java.util.Arrays.fill(blends.model(HOME).weights, most);
            all.add(blends);
        }
        contribute(all.toArray(Blends[]::new));
        Policy policy = publish();
        for (float weight : policy.weights()) {
            assertThat(weight).isLessThanOrEqualTo(most).isGreaterThan(most - 0.001f);
        }
        // What was learnt meanwhile comes on top.
        Blends one = subtask(0);
        one.model(HOME).weights[0] += 5;
        one.take(policy);
        assertThat(weights(one)[0]).isEqualTo(most);
    }

    @Test
    void a_policy_older_than_a_signal_has_its_initial_weight() {
        Policy whole = Policy.initial(HOME, 0);
        Policy old =
                new Policy(
                        HOME,
                        1,
                        1,
                        0,
                        new float[] {3},
                        new double[] {4},
                        1,
                        0,
                        0,
                        false,
                        new int[] {5},
                        new long[] {1},
                        0,
                        0);
        Blends one = subtask(0);
        take(old, one, one);
        float[] expected = whole.weights().clone();
        expected[0] = 3;
        assertThat(weights(one)).containsExactly(expected);
        assertThat(squares(one)[0]).isEqualTo(4);
        assertThat(squares(one)[1]).isEqualTo(1);
    }

    @Test
    void sites_and_surfaces_are_apart() {
        Policy policy = Policy.initial(Policy.key("north", "home"), 1);
        assertThat(policy.site()).isEqualTo("north");
        assertThat(policy.surface()).isEqualTo("home");
        Blends one = subtask(0);
        learn(one, Signal.TREND, 5);
        assertThat(one.model("shop/cart").weights).containsExactly(initial());
    }

    /** An example of two lists' candidates, of which "b" has the signal. */
    private static TrainingExample example(Signal signal) {
        SignalTable table = new SignalTable();
        table.clear(3);
        table.set(1, signal, 1);
        return TrainingExample.of(table, new int[] {0, 1, 2}, 3, new String[] {"a", "b", "c"});
    }

    @Test
    void the_click_after_the_next_one_counts_what_the_surface_says() {
        Blends next = subtask(0);
        Blends later = subtask(0);
        for (int visit = 0; visit < 20; visit++) {
            for (Blends blends : List.of(next, later)) {
                double share = blends == later ? 0.5 : 0;
                // From the first list the person goes to "a", from the second one to "b".
                blends.forget("ann", now);
                blends.remember("ann", new PendingList(HOME, share, now++), example(Signal.TREND));
                blends.learn("ann", "a", null, now);
                blends.remember("ann", new PendingList(HOME, share, now++), example(Signal.BRAND));
                blends.learn("ann", "b", null, now);
            }
        }
        assertThat(weights(next)[Weights.place(Signal.TREND)])
                .isLessThan(weights(later)[Weights.place(Signal.TREND)]);
        assertThat(later.model(HOME).examples).isEqualTo(next.model(HOME).examples).isEqualTo(40);
    }

    @Test
    void staying_where_one_went_teaches_the_list_before_nothing() {
        Blends stays = subtask(0);
        Blends once = subtask(0);
        for (Blends blends : List.of(stays, once)) {
            blends.remember("ann", new PendingList(HOME, 1, now++), example(Signal.TREND));
            blends.learn("ann", "b", null, now);
        }
        float[] before = weights(stays).clone();
        stays.remember("ann", new PendingList(HOME, 1, now++), example(Signal.BRAND));
        stays.learn("ann", "b", null, now);
        assertThat(weights(stays)[Weights.place(Signal.TREND)])
                .isEqualTo(before[Weights.place(Signal.TREND)], offset(1e-6f));
        assertThat(weights(stays)[Weights.place(Signal.BRAND)])
                .isGreaterThan(before[Weights.place(Signal.BRAND)]);
    }
}
