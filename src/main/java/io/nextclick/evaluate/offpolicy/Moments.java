package io.nextclick.evaluate.offpolicy;

/** Number, mean and variance of values, by Welford's method. Not thread-safe. */
final class Moments {

    private long count;
    private double mean;
    private double squares;

    void add(double value) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }

    long count() {
        return count;
    }

    /** NaN of no values. */
    double mean() {
        return count == 0 ? Double.NaN : mean;
    }

    /** Mean squared distance from the mean; NaN of no values. */
    double variance() {
        return squares / count;
    }
}
