package io.nextclick.blend;

import java.util.Arrays;

/**
 * What the blends of all subtasks learnt together for one site and surface. Also what one of them
 * contributes, then with its own number alone.
 *
 * @param policyKey site and surface
 * @param version grows with every publication; of a contribution 0
 * @param updatedAtMillis when it was made, by the job's clock, ms since the epoch
 * @param sinceMillis when learning restarted, ms since the epoch; 0 if it never did. Policies with
 *     an earlier time are void
 * @param weights see {@link Weights}
 * @param squares sums of the squared gradients of each
 * @param examples examples that it learnt from; of a contribution since its last one
 * @param loss recent mean loss, nats
 * @param excess how much more that is than the loss of the initial weights, nats
 * @param fallback true if the initial weights serve
 * @param subtasks whose contributions are in it; none if learning restarts from it
 * @param numbers the newest of each; a subtask's numbers grow
 * @param positionBiasShift how far the exponent by which attention falls is from the option
 * @param positionBiasInformation how well that is known, see {@link PositionBias}; less than it
 *     begins with in policies that know nothing of it
 */
public record Policy(
        String policyKey,
        long version,
        long updatedAtMillis,
        long sinceMillis,
        float[] weights,
        double[] squares,
        long examples,
        double loss,
        double excess,
        boolean fallback,
        int[] subtasks,
        long[] numbers,
        double positionBiasShift,
        double positionBiasInformation) {

    /** The initial weights, from which learning restarts. */
    public static Policy initial(String policyKey, long sinceMillis) {
        double[] squares = new double[Weights.COUNT];
        Arrays.fill(squares, 1);
        return new Policy(
                policyKey,
                0,
                sinceMillis,
                sinceMillis,
                Weights.initial(),
                squares,
                0,
                0,
                0,
                false,
                new int[0],
                new long[0],
                0,
                0);
    }

    /** The key of a site, which has no slash, and one of its surfaces. */
    public static String key(String site, String surface) {
        return site + '/' + surface;
    }

    /** The site that it serves. */
    public String site() {
        return policyKey.substring(0, policyKey.indexOf('/'));
    }

    /** The surface that it serves. */
    public String surface() {
        return policyKey.substring(policyKey.indexOf('/') + 1);
    }

    /** True if it has no contribution: learning restarts from it. */
    public boolean isReset() {
        return subtasks.length == 0;
    }

    /** The weight at a place; the initial one if the policy is older than its signal. */
    public float weight(int place) {
        return place < weights.length ? weights[place] : Weights.initial(place);
    }

    /** The sum of a weight's squared gradients; 1 if the policy is older than its signal. */
    public double square(int place) {
        return place < squares.length ? squares[place] : 1;
    }

    /** The number of a subtask's contribution in it, 0 if there is none. */
    public long numberOf(int subtask) {
        for (int i = 0; i < subtasks.length; i++) {
            if (subtasks[i] == subtask) {
                return numbers[i];
            }
        }
        return 0;
    }
}
