package io.nextclick.alarm;

import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * How likely a count is at least as far from its mean as the one observed. The count is negative
 * binomial: Poisson, of a mean that is itself uncertain by a gamma distribution. With mean m and
 * dispersion d the variance is m + d m².
 *
 * <p>Source: NIST Digital Library of Mathematical Functions, 8.17.5 and 8.4.10, for the sums as
 * regularized incomplete beta and gamma functions.
 */
final class CountTails {

    /** Below it the variance is the Poisson's but for a millionth. */
    private static final double POISSON = 1e-6;

    private CountTails() {}

    /** Chance of so many or fewer. */
    static double atMost(long count, double mean, double dispersion) {
        if (count < 0) {
            return 0;
        }
        if (mean <= 0) {
            return 1;
        }
        if (dispersion * mean < POISSON) {
            return RegularizedGamma.Q.value(count + 1.0, mean);
        }
        double size = 1 / dispersion;
        return RegularizedBeta.value(size / (size + mean), size, count + 1.0);
    }

    /** Chance of so many or more. */
    static double atLeast(long count, double mean, double dispersion) {
        if (count <= 0) {
            return 1;
        }
        if (mean <= 0) {
            return 0;
        }
        if (dispersion * mean < POISSON) {
            return RegularizedGamma.P.value((double) count, mean);
        }
        double size = 1 / dispersion;
        return RegularizedBeta.complement(size / (size + mean), size, (double) count);
    }
}
