package io.nextclick.blend;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policy of one site and surface as it is made of contributions. Stored: its fields are part of
 * every savepoint.
 *
 * <p>The contributions of an interval are averaged, each by the examples it stands for, as in
 * McMahan et al.: Communication-Efficient Learning of Deep Networks from Decentralized Data
 * (AISTATS 2017). A single subtask's policy is its own.
 *
 * <p>After a reset, contributions that were learnt before it may still be on their way. They are
 * dropped, and the newest policy is published again for who sent them: else a blend that missed the
 * reset would contribute in vain for ever.
 */
public final class SharedPolicy {

    public long version;

    /** Examples since learning began. */
    public long examples;

    /** When learning restarted, ms since the epoch; 0 if it never did. */
    public long sinceMillis;

    /** The registered timer, 0 if there is none. */
    public long publishAtMillis;

    /** The newest contribution of each subtask since the last publication. */
    public List<Policy> pending = new ArrayList<>();

    /** What was published last, or the reset after it; null before the first. */
    public @Nullable Policy newest;

    /** True if a subtask does not know the newest. */
    public boolean missed;

    /** For Flink's serializer. */
    public SharedPolicy() {}

    /** Restarts from a policy without contributions; one that is known changes nothing. */
    public void reset(Policy policy) {
        if (policy.sinceMillis() > sinceMillis) {
            restart(policy.sinceMillis());
            newest = policy;
        }
    }

    private void restart(long millis) {
        sinceMillis = millis;
        examples = 0;
        pending = new ArrayList<>();
        newest = null;
        missed = false;
    }

    /** True if there is something to publish. */
    public boolean hasUpdate() {
        return !pending.isEmpty() || (missed && newest != null);
    }

    /**
     * Takes a contribution; a newer one of the same subtask replaces it and adds to its examples.
     */
    public void add(Policy contribution) {
        if (contribution.sinceMillis() < sinceMillis) {
            missed = true;
            return;
        }
        if (contribution.sinceMillis() > sinceMillis) {
            // The subtask read of the reset earlier than this one.
            restart(contribution.sinceMillis());
        }
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
                policy.sinceMillis(),
                policy.weights(),
                policy.squares(),
                examples,
                policy.loss(),
                policy.excess(),
                policy.fallback(),
                policy.subtasks(),
                policy.numbers(),
                policy.positionBiasShift(),
                policy.positionBiasInformation());
    }

    /**
     * The policy of all that is pending, which is then none; else the newest one again.
     *
     * @throws IllegalStateException if there is no update
     */
    public Policy publish(long nowMillis) {
        missed = false;
        if (!pending.isEmpty()) {
            newest = together(nowMillis);
        }
        if (newest == null) {
            throw new IllegalStateException("there is nothing to publish");
        }
        return newest;
    }

    private Policy together(long nowMillis) {
        double[] weights = new double[Weights.COUNT];
        double[] squares = new double[Weights.COUNT];
        int[] subtasks = new int[pending.size()];
        long[] numbers = new long[pending.size()];
        double total = 0;
        for (Policy each : pending) {
            total += each.examples();
        }
        double loss = 0;
        double excess = 0;
        double fallback = 0;
        double shift = 0;
        double information = 0;
        for (int i = 0; i < subtasks.length; i++) {
            Policy each = pending.get(i);
            double share = each.examples() / total;
            for (int place = 0; place < Weights.COUNT; place++) {
                weights[place] += share * each.weight(place);
                squares[place] += share * each.square(place);
            }
            loss += share * each.loss();
            excess += share * each.excess();
            fallback += each.fallback() ? share : 0;
            shift += share * each.positionBiasShift();
            information += share * each.positionBiasInformation();
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
                sinceMillis,
                bounded(weights),
                squares,
                examples,
                loss,
                excess,
                fallback > 0.5,
                subtasks,
                numbers,
                PositionBias.bounded(shift),
                information);
    }

    /** The sums may be a rounding error beyond the bound, which is refused in the topic. */
    private static float[] bounded(double[] weights) {
        float[] bounded = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            bounded[i] = BlendModel.bounded(weights[i]);
        }
        return bounded;
    }
}
