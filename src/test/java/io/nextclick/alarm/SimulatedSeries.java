package io.nextclick.alarm;

import java.util.Random;

/** Counts by the minute of a shop with days and weekends, whose rate may be uncertain and drift. */
final class SimulatedSeries {

    /** A Thursday, at midnight. */
    static final long START = 2_833 * 7L * 24 * 60;

    static final int DAY = 24 * 60;
    private static final double MANY = 500;

    private final Random random;
    private final double mean;

    /** Of 1: all between a fifth and nine fifths; 0 is flat. */
    private final double season;

    /** Variance of the rate of each minute beside its mean, squared. */
    private final double dispersion;

    /** How far the rate drifts from minute to minute, relative. */
    private final double drift;

    private double drifted;

    SimulatedSeries(long seed, double mean, double season, double dispersion, double drift) {
        this.random = new Random(seed);
        this.mean = mean;
        this.season = season;
        this.dispersion = dispersion;
        this.drift = drift;
    }

    static SimulatedSeries flat(long seed, double mean) {
        return new SimulatedSeries(seed, mean, 0, 0, 0);
    }

    /** Where in a minute something begins, 0 to 1. */
    double phase() {
        return random.nextDouble();
    }

    /** The count of a minute, of some times the usual rate. */
    long count(long minute, double times) {
        double hour = minute % DAY / 60.0;
        double day = minute / DAY % 7 >= 2 && minute / DAY % 7 < 4 ? 1 - 0.2 * season : 1;
        double rate = mean * times * day * (1 + 0.8 * season * Math.sin((hour - 9) / 12 * Math.PI));
        drifted = 0.98 * drifted + drift * random.nextGaussian();
        rate *= Math.exp(drifted);
        if (dispersion > 0) {
            rate *= gamma(1 / dispersion) * dispersion;
        }
        return poisson(rate);
    }

    private long poisson(double rate) {
        if (rate > MANY) {
            return Math.max(0, Math.round(rate + Math.sqrt(rate) * random.nextGaussian()));
        }
        double product = random.nextDouble();
        double end = Math.exp(-rate);
        long count = 0;
        while (product > end) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /**
     * Marsaglia and Tsang, "A simple method for generating gamma variables" (2000); shape from 1.
     */
    private double gamma(double shape) {
        double d = shape - 1.0 / 3;
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
            if (v > 0 && Math.log(random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
