package io.nextclick.evaluate;

import java.util.Arrays;

/**
 * Sums of all metrics by session of the test, and the number of positions each is of. Two models
 * tested on the same log have the same sessions in the same order.
 */
public final class SessionScores {

    private static final int METRICS = Metric.values().length;

    private final double[][] sums;
    private final int[] positions;

    SessionScores(int sessions) {
        sums = new double[sessions][];
        positions = new int[sessions];
    }

    /** The sums of a session to add a position to, by column of the metric. */
    double[] addPosition(int session) {
        positions[session]++;
        double[] sum = sums[session];
        if (sum == null) {
            sum = new double[METRICS];
            sums[session] = sum;
        }
        return sum;
    }

    int sessions() {
        return positions.length;
    }

    int positions(int session) {
        return positions[session];
    }

    /** The sums of one metric, by session. */
    double[] sums(Metric metric) {
        double[] column = new double[sums.length];
        for (int session = 0; session < column.length; session++) {
            double[] sum = sums[session];
            column[session] = sum == null ? 0 : sum[metric.column()];
        }
        return column;
    }

    long positions() {
        return Arrays.stream(positions).asLongStream().sum();
    }

    /** Mean over all positions; 0 if there are none. */
    double mean(Metric metric) {
        long count = positions();
        return count == 0 ? 0 : Arrays.stream(sums(metric)).sum() / count;
    }
}
