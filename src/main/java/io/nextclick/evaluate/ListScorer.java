package io.nextclick.evaluate;

import java.util.List;

/**
 * Scores one list against what the session went on with, as session-rec's {@code accuracy} and
 * {@code accuracy_multiple} do. With n the cut-off, r the clicks that follow (repeats counted) and
 * h(i) the number of different items among the first i that follow:
 *
 * <ul>
 *   <li>HR: 1 if the next item is among the first n; MRR: 1 / its rank then, else 0
 *   <li>recall: h(n) / r; so with repeats it cannot reach 1; precision: h(n) / n
 *   <li>MAP: sum over hits at rank i &lt; n of h(i) / n · 1 / r; session-rec divides by n where the
 *       textbook divides by i, and leaves the n-th item out
 *   <li>NDCG: gains 1, 1, 1/log2(3), 1/log2(4) ...: the first two ranks count the same; divided by
 *       the gains of min(n, r) hits
 * </ul>
 */
final class ListScorer {

    /** Longest list that is scored. */
    static final int MAX_SIZE = 20;

    private static final int[] CUT_OFFS = {5, 10, 20};

    /** By rank from 0, and their sums over the first ranks. */
    private static final double[] GAINS = new double[MAX_SIZE];

    private static final double[] IDEAL_GAINS = new double[MAX_SIZE + 1];

    static {
        for (int rank = 0; rank < MAX_SIZE; rank++) {
            GAINS[rank] = rank == 0 ? 1 : Math.log(2) / Math.log(rank + 1.0);
            IDEAL_GAINS[rank + 1] = IDEAL_GAINS[rank] + GAINS[rank];
        }
    }

    private ListScorer() {}

    /**
     * Adds a list's figures.
     *
     * @param list item ids, best first, none twice
     * @param session the session
     * @param position the current click's position in it; at least one click follows
     * @param sums a sum for each {@link Metric}, by column
     */
    static void addTo(double[] sums, List<String> list, TestSession session, int position) {
        String next = session.clicks().get(position + 1).itemId();
        int rest = session.clicks().size() - position - 1;
        int size = Math.min(MAX_SIZE, list.size());
        int cut = 0;
        int hits = 0;
        double reciprocal = 0;
        double averagePrecision = 0;
        double gain = 0;
        for (int rank = 0; rank < MAX_SIZE; rank++) {
            // What a cut-off's MAP takes of rank n is nothing: it is read before the n-th item.
            boolean last = rank + 1 == CUT_OFFS[cut];
            double mapSum = averagePrecision;
            if (rank < size) {
                String item = list.get(rank);
                if (item.equals(next)) {
                    reciprocal = 1.0 / (rank + 1);
                }
                if (session.occursAfter(item, position)) {
                    hits++;
                    averagePrecision += hits;
                    gain += GAINS[rank];
                }
            }
            if (last) {
                int n = CUT_OFFS[cut];
                sums[Metric.HR5.column() + cut] += reciprocal > 0 ? 1 : 0;
                sums[Metric.MRR5.column() + cut] += reciprocal;
                sums[Metric.RECALL5.column() + cut] += hits / (double) rest;
                sums[Metric.PRECISION5.column() + cut] += hits / (double) n;
                sums[Metric.MAP5.column() + cut] += mapSum / n / rest;
                sums[Metric.NDCG5.column() + cut] += gain / IDEAL_GAINS[Math.min(n, rest)];
                cut++;
            }
        }
    }
}
