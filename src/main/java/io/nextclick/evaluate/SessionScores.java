package io.nextclick.evaluate;

import java.util.Arrays;

/**
 * Sums of all metrics by session of the test, and the number of positions each is of. Two models
 * tested on the same log have the same sessions in the same order.
 */
public final class SessionScores {

    private static final int METRICS = Metric.values().length;
    private static final double[] NOTHING = {};

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

    /** This one's sums of a session less another's, by column; empty if all are equal. */
    double[] less(SessionScores other, int session) {
        double[] own = sums[session];
        double[] others = other.sums[session];
        if (own == null || others == null) {
            return NOTHING;
        }
        double[] difference = new double[METRICS];
        boolean any = false;
        for (int column = 0; column < METRICS; column++) {
            difference[column] = own[column] - others[column];
            any |= difference[column] != 0;
        }
        return any ? difference : NOTHING;
    }

    long positions() {
        return Arrays.stream(positions).asLongStream().sum();
    }

    /** Mean over all positions; NaN if there are none. */
    double mean(Metric metric) {
        long count = positions();
        double sum = 0;
        for (double[] bySession : sums) {
            sum += bySession == null ? 0 : bySession[metric.column()];
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
