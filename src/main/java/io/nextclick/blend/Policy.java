package io.nextclick.blend;

/**
 * What the blends of all subtasks learnt together for one site and surface. Also what one of them
 * contributes, then with its own number alone.
 *
 * @param policyKey site and surface
 * @param version grows with every news; of a contribution 0
 * @param updatedAtMillis when it was made, by the job's clock, ms since the epoch
 * @param weights by {@link Signal#place}
 * @param squares sums of the squared gradients of each
 * @param examples examples that it learnt from; of a contribution since its last one
 * @param loss mean loss of late, nats
 * @param excess how much more that is than the loss of the initial weights, nats
 * @param fallback true if the initial weights serve
 * @param subtasks whose contributions are in it
 * @param numbers the newest of each; a subtask's numbers grow
 */
public record Policy(
        String policyKey,
        long version,
        long updatedAtMillis,
        float[] weights,
        double[] squares,
        long examples,
        double loss,
        double excess,
        boolean fallback,
        int[] subtasks,
        long[] numbers) {

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
