package io.nextclick.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.blend.Policy;
import io.nextclick.blend.SharedPolicy;
import io.nextclick.blend.Weights;
import io.nextclick.testkit.Harness;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MergePoliciesTest {

    private static final String HOME = "shop/home";
    private static final String CART = "shop/cart";
    private static final long INTERVAL = 1_000;

    private KeyedOneInputStreamOperatorTestHarness<String, Policy, Policy> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
        harness.setProcessingTime(0);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Policy, Policy> harness()
            throws Exception {
        return Harness.of(new MergePolicies(INTERVAL, Harness.SMALL_CACHE), Policy::policyKey);
    }

    /** A contribution whose weights are all the same. */
    private static Policy contribution(
            String key, int subtask, long number, long examples, float weight, long since) {
        float[] weights = new float[Weights.COUNT];
        double[] squares = new double[Weights.COUNT];
        Arrays.fill(weights, weight);
        Arrays.fill(squares, 10 * weight);
        return new Policy(
                key,
                0,
                number,
                since,
                weights,
                squares,
                examples,
                weight,
                -weight,
                false,
                new int[] {subtask},
                new long[] {number},
                weight / 4,
                10 * weight);
    }

    private void send(Policy policy) throws Exception {
        harness.processElement(policy, 0);
    }

    private void send(int subtask, long number, long examples, float weight) throws Exception {
        send(contribution(HOME, subtask, number, examples, weight, 0));
    }

    private Policy publishedAt(long millis) throws Exception {
        harness.setProcessingTime(millis);
        List<Policy> published = Harness.take(harness);
        assertThat(published).hasSize(1);
        return published.get(0);
    }

    private SharedPolicy stored(String key) throws Exception {
        Harness.checkpoint(harness);
        harness.getOperator().setCurrentKey(key);
        return harness.getOperator()
                .getKeyedStateStore()
                .getState(MergePolicies.state().descriptor())
                .value();
    }

    @Test
    void the_contributions_of_an_interval_are_averaged_by_their_examples() throws Exception {
        send(0, 1, 30, 1);
        send(1, 4, 10, 5);
        harness.setProcessingTime(INTERVAL - 1);
        assertThat(Harness.take(harness)).isEmpty();
        Policy policy = publishedAt(INTERVAL);
        assertThat(policy.policyKey()).isEqualTo(HOME);
        assertThat(policy.weights()).hasSize(Weights.COUNT).containsOnly(2);
        assertThat(policy.squares()).containsOnly(20);
        assertThat(policy.loss()).isEqualTo(2);
        assertThat(policy.excess()).isEqualTo(-2);
        assertThat(policy.examples()).isEqualTo(40);
        assertThat(policy.version()).isEqualTo(1);
        assertThat(policy.updatedAtMillis()).isEqualTo(INTERVAL);
        assertThat(policy.subtasks()).containsExactly(0, 1);
        assertThat(policy.numbers()).containsExactly(1, 4);
    }

    @Test
    void a_newer_contribution_replaces_the_subtask_s_former_and_has_its_examples()
            throws Exception {
        send(0, 1, 10, 9);
        send(0, 2, 20, 1);
        send(1, 1, 10, 5);
        Policy policy = publishedAt(INTERVAL);
        assertThat(policy.weights()).containsOnly(2);
        assertThat(policy.numberOf(0)).isEqualTo(2);
        assertThat(policy.numberOf(1)).isEqualTo(1);
        assertThat(policy.examples()).isEqualTo(40);
    }

    @Test
    void a_timer_is_set_by_the_first_contribution_and_nothing_is_pending_after_it()
            throws Exception {
        send(0, 1, 1, 1);
        send(0, 2, 1, 1);
        send(1, 1, 1, 1);
        assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
        assertThat(stored(HOME).pending).hasSize(2);
        publishedAt(INTERVAL);
        assertThat(harness.numProcessingTimeTimers()).isZero();
        assertThat(stored(HOME).pending).isEmpty();
        harness.setProcessingTime(100 * INTERVAL);
        assertThat(Harness.take(harness)).as("no contribution, no policy").isEmpty();

        send(1, 2, 3, 7);
        Policy second = publishedAt(101 * INTERVAL);
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.weights()).containsOnly(7);
        assertThat(second.examples()).isEqualTo(6);
        assertThat(second.subtasks()).as("of this interval alone").containsExactly(1);
    }

    @Test
    void state_is_bounded_by_the_subtasks() throws Exception {
        for (int number = 1; number <= 1_000; number++) {
            send(number % 4, number, 1, 1);
        }
        assertThat(stored(HOME).pending).hasSize(4);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
        assertThat(publishedAt(INTERVAL).examples()).isEqualTo(1_000);
    }

    @Test
    void sites_and_surfaces_are_apart() throws Exception {
        send(contribution(HOME, 0, 1, 1, 1, 0));
        send(contribution(CART, 0, 1, 1, 5, 0));
        harness.setProcessingTime(INTERVAL);
        assertThat(Harness.take(harness))
                .extracting(Policy::policyKey, policy -> policy.weights()[0])
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(HOME, 1f),
                        org.assertj.core.groups.Tuple.tuple(CART, 5f));
    }

    @Test
    void what_is_pending_survives_a_restart() throws Exception {
        send(0, 1, 30, 1);
        publishedAt(INTERVAL);
        send(0, 2, 30, 1);
        send(1, 1, 10, 5);
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        harness.setProcessingTime(INTERVAL);
        Policy policy = publishedAt(2 * INTERVAL);
        assertThat(policy.weights()).containsOnly(2);
        assertThat(policy.version()).isEqualTo(2);
        assertThat(policy.examples()).isEqualTo(70);
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void a_key_of_which_nothing_is_heard_goes_by_its_ttl() throws Exception {
        harness.setStateTtlProcessingTime(0);
        send(0, 1, 1, 1);
        publishedAt(INTERVAL);
        assertThat(stored(HOME).version).isEqualTo(1);
        harness.setStateTtlProcessingTime(MergePolicies.TTL.toMillis() + 1);
        assertThat(stored(HOME)).isNull();
    }

    @Test
    void a_reset_voids_what_is_pending_and_what_was_learnt_before_it() throws Exception {
        send(0, 1, 10, 3);
        publishedAt(INTERVAL);
        send(0, 2, 10, 3);
        send(Policy.initial(HOME, 1_500));
        assertThat(stored(HOME).pending).isEmpty();
        harness.setProcessingTime(2 * INTERVAL);
        assertThat(Harness.take(harness)).isEmpty();

        send(contribution(HOME, 1, 1, 4, 2, 1_500));
        send(contribution(HOME, 0, 3, 10, 3, 0));
        Policy policy = publishedAt(3 * INTERVAL);
        assertThat(policy.weights()).containsOnly(2);
        assertThat(policy.examples()).isEqualTo(4);
        assertThat(policy.sinceMillis()).isEqualTo(1_500);
        assertThat(policy.version()).isEqualTo(2);
    }

    @Test
    void a_reset_alone_is_not_published_again() throws Exception {
        send(Policy.initial(HOME, 500));
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void who_contributes_to_what_is_void_is_told_of_the_reset() throws Exception {
        send(Policy.initial(HOME, 500));
        send(0, 1, 10, 3);
        Policy policy = publishedAt(INTERVAL);
        assertThat(policy.sinceMillis()).isEqualTo(500);
        assertThat(policy.weights()).containsExactly(Weights.initial());
        send(policy);
        harness.setProcessingTime(10 * INTERVAL);
        assertThat(Harness.take(harness)).as("its own record ends there").isEmpty();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void the_next_contribution_sets_a_timer_anew_that_a_restore_lost() throws Exception {
        send(0, 1, 30, 1);
        try (var restored = harness()) {
            restored.open();
            restored.setProcessingTime(600_000);
            Harness.copyWithoutTimers(harness, restored, MergePolicies.state().descriptor(), HOME);
            restored.processElement(contribution(HOME, 1, 1, 10, 1, 0), 0);
            assertThat(restored.numProcessingTimeTimers()).isEqualTo(1);
            restored.setProcessingTime(600_000 + INTERVAL);
            assertThat(Harness.take(restored)).hasSize(1);
        }
    }
}
