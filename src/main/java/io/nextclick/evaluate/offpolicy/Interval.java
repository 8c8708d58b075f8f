package io.nextclick.evaluate.offpolicy;

/**
 * Where a mean is with a probability of 95 %.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {

    /** What is missing at both ends together. */
    private static final double ALPHA = 0.05;

    /** Number of values at which an anytime-valid interval is to be narrow. */
    private static final double TUNED_FOR = 10_000;

    /** ρ² for that number, by the closed form of the paper of {@link #anytime}. */
    private static final double RHO_SQUARED =
            (-2 * Math.log(ALPHA) + Math.log(-2 * Math.log(ALPHA) + 1)) / TUNED_FOR;

    /** True of a value between the ends. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The part between two values. */
    Interval within(double least, double most) {
        return new Interval(
                Math.min(most, Math.max(least, low)), Math.max(least, Math.min(most, high)));
    }

    /**
     * The empirical Bernstein bound (Maurer and Pontil, "Empirical Bernstein bounds and sample
     * variance penalization", 2009, theorem 4), at both ends: for one look, at any number of
     * values.
     *
     * @param variance mean squared distance from the mean
     * @param range difference of the largest and the smallest value that there can be
     */
    static Interval empiricalBernstein(long count, double mean, double variance, double range) {
        double log = Math.log(4 / ALPHA);
        double unbiased = variance * count / (count - 1);
        double half = Math.sqrt(2 * unbiased * log / count) + 7 * range * log / (3 * (count - 1.0));
        return new Interval(mean - half, mean + half);
    }

    /**
     * The asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas,
     * "Time-uniform central limit theory and asymptotic confidence sequences", 2021, theorem 2.2):
     * it holds at all looks together, however often one looks, once there are enough values for the
     * central limit theorem.
     *
     * @param variance mean squared distance from the mean
     */
    static Interval anytime(long count, double mean, double variance) {
        double scaled = count * RHO_SQUARED;
        double half =
                Math.sqrt(
                        variance
                                * 2
                                * (scaled + 1)
                                / (count * scaled)
                                * Math.log(Math.sqrt(scaled + 1) / ALPHA));
        return new Interval(mean - half, mean + half);
    }
}
