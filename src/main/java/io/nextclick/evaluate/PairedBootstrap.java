package io.nextclick.evaluate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals for the difference of two models' figures on the same test, by the percentile bootstrap
 * (Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 13) with sessions as the
 * unit that is drawn: the positions of one session depend on each other, so drawing positions would
 * give intervals that are too narrow.
 *
 * @param draws resamples, at least 1,000 for 95 % intervals
 * @param seed of the random numbers; the same seed gives the same intervals
 */
public record PairedBootstrap(int draws, long seed) {

    /** What is missing at both ends of a 95 % interval together. */
    private static final double OUTSIDE = 0.05;

    /**
     * Both figures' difference; NaN if there are no positions.
     *
     * @param value the first model's mean over all positions less the second's
     * @param low lower end of the 95 % interval
     * @param high its upper end
     */
    public record Difference(double value, double low, double high) {

        /** True if the interval is on one side of 0. */
        public boolean isSignificant() {
            return low > 0 || high < 0;
        }
    }

    /** Checks. */
    public PairedBootstrap {
        if (draws < 1) {
            throw new IllegalArgumentException("draws must be at least 1: " + draws);
        }
    }

    /**
     * Compares two models in all metrics.
     *
     * @throws IllegalArgumentException if they were not tested on the same positions
     */
    public Map<Metric, Difference> compare(SessionScores first, SessionScores second) {
        checkSame(first, second);
        int sessions = first.units();
        double[][] differences = new double[sessions][];
        for (int session = 0; session < sessions; session++) {
            differences[session] = first.less(second, session);
        }
        int metrics = Metric.values().length;
        double[][] means = new double[metrics][draws];
        double[] sums = new double[metrics];
        double nothing = first.positions() == 0 ? Double.NaN : 0;
        SplittableRandom random = new SplittableRandom(seed);
        for (int draw = 0; draw < draws; draw++) {
            Arrays.fill(sums, 0);
            long drawn = 0;
            for (int i = 0; i < sessions; i++) {
                int session = random.nextInt(sessions);
                drawn += first.positions(session);
                double[] difference = differences[session];
                for (int metric = 0; metric < difference.length; metric++) {
                    sums[metric] += difference[metric];
                }
            }
            for (int metric = 0; metric < metrics; metric++) {
                means[metric][draw] = drawn == 0 ? nothing : sums[metric] / drawn;
            }
        }
        Map<Metric, Difference> intervals = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            double[] sorted = means[metric.column()];
            Arrays.sort(sorted);
            intervals.put(
                    metric,
                    new Difference(
                            first.mean(metric) - second.mean(metric),
                            quantile(sorted, OUTSIDE / 2),
                            quantile(sorted, 1 - OUTSIDE / 2)));
        }
        return intervals;
    }

    private static void checkSame(SessionScores first, SessionScores second) {
        boolean same = first.units() == second.units();
        for (int session = 0; same && session < first.units(); session++) {
            same = first.positions(session) == second.positions(session);
        }
        if (!same) {
            throw new IllegalArgumentException("the models were not tested on the same positions");
        }
    }

    /** Linear between the two nearest values. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
