package io.nextclick.blend;

import java.util.ArrayList;
import java.util.List;

/**
 * The policy of one site and surface as it is made of contributions. Stored: its fields are part of
 * every savepoint.
 *
 * <p>The contributions of an interval are averaged, each by the examples it stands for, as in
 * McMahan et al.: Communication-Efficient Learning of Deep Networks from Decentralized Data
 * (AISTATS 2017). A single subtask's policy is its own.
 */
public final class SharedPolicy {

    public long version;
    public long examples;

    /** The registered timer, 0 if there is none. */
    public long publishAtMillis;

    /** The newest contribution of each subtask since the last publication. */
    public List<Policy> pending = new ArrayList<>();

    /** For Flink's serializer. */
    public SharedPolicy() {}

    /** Takes a contribution; a newer one of the same subtask adds its examples to the former. */
    public void add(Policy contribution) {
        int subtask = contribution.subtasks()[0];
        long before = 0;
        for (Policy each : pending) {
            before += each.subtasks()[0] == subtask ? each.examples() : 0;
        }
        pending.removeIf(each -> each.subtasks()[0] == subtask);
        pending.add(withExamples(contribution, before + contribution.examples()));
    }

    private static Policy withExamples(Policy policy, long examples) {
        return new Policy(
                policy.policyKey(),
                policy.version(),
                policy.updatedAtMillis(),
                policy.weights(),
                policy.squares(),
                examples,
                policy.loss(),
                policy.excess(),
                policy.fallback(),
                policy.subtasks(),
                policy.numbers());
    }

    /** The policy of all that is pending, which is then none. */
    public Policy publish(long nowMillis) {
        float[] weights = new float[Signal.COUNT];
        double[] squares = new double[Signal.COUNT];
        int[] subtasks = new int[pending.size()];
        long[] numbers = new long[pending.size()];
        double total = 0;
        for (Policy each : pending) {
            total += each.examples();
        }
        double loss = 0;
        double excess = 0;
        double fallback = 0;
        for (int i = 0; i < subtasks.length; i++) {
            Policy each = pending.get(i);
            double share = each.examples() / total;
            for (int signal = 0; signal < Signal.COUNT; signal++) {
                weights[signal] += (float) (share * each.weights()[signal]);
                squares[signal] += share * each.squares()[signal];
            }
            loss += share * each.loss();
            excess += share * each.excess();
            fallback += each.fallback() ? share : 0;
            subtasks[i] = each.subtasks()[0];
            numbers[i] = each.numbers()[0];
        }
        String key = pending.get(0).policyKey();
        examples += (long) total;
        version++;
        pending = new ArrayList<>();
        return new Policy(
                key,
                version,
                nowMillis,
                weights,
                squares,
                examples,
                loss,
                excess,
                fallback > 0.5,
                subtasks,
                numbers);
    }
}
