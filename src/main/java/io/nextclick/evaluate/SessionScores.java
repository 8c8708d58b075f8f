package io.nextclick.evaluate;

import java.util.Arrays;

/**
 * Sums of all metrics by session of the test, and the number of positions each is of. Two models
 * tested on the same log have the same sessions in the same order. Bounded: from the {@value
 * #MOST_UNITS}th session on, every so many share a sum. As sessions are independent of each other,
 * such groups are, too, and there are enough of them for {@link PairedBootstrap}.
 */
public final class SessionScores {

    static final int MOST_UNITS = 1 << 16;

    private static final int METRICS = Metric.values().length;
    private static final int SMALLEST = 1 << 8;
    private static final double[] NOTHING = {};

    private double[][] sums = new double[SMALLEST][];
    private int[] positions = new int[SMALLEST];
    private int units;

    /** Adds figures of a position of a session, by column of the metric. */
    void add(long session, double[] figures) {
        int unit = (int) (session % MOST_UNITS);
        if (unit >= positions.length) {
            sums = Arrays.copyOf(sums, 2 * unit);
            positions = Arrays.copyOf(positions, 2 * unit);
        }
        units = Math.max(units, unit + 1);
        positions[unit]++;
        if (sums[unit] == null) {
            sums[unit] = new double[METRICS];
        }
        for (int column = 0; column < METRICS; column++) {
            sums[unit][column] += figures[column];
        }
    }

    /** Sessions, or groups of them. */
    int units() {
        return units;
    }

    int positions(int unit) {
        return positions[unit];
    }

    /** This one's sums of a unit less another's, by column; empty if all are equal. */
    double[] less(SessionScores other, int unit) {
        double[] own = sums[unit];
        double[] others = other.sums[unit];
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
