package io.nextclick.verdict;

import java.util.stream.LongStream;
import org.apache.commons.numbers.gamma.LogGamma;

/** Whether units fall on the arms by the declared shares. */
public final class SampleRatio {

    /**
     * The e-value from which the split is wrong: with the declared shares it is ever reached by at
     * most one experiment in this many.
     */
    public static final double ALARM = 1000;

    /**
     * How many units the prior is worth. It is centred on the declared shares, and its standard
     * deviation is 1.6 points at shares of a half: small enough to find a split of 51 to 49, and
     * not much slower than a wide one with a large fault.
     */
    private static final double CONCENTRATION = 1000;

    private SampleRatio() {}

    /**
     * The Bayes factor of any shares against the declared ones, {@code Γ(k) / Γ(k + n) · Π Γ(kθᵢ +
     * nᵢ) / Γ(kθᵢ) / θᵢ^nᵢ}, with a Dirichlet prior of concentration k around the declared shares θ
     * (Lindon and Malek, "Anytime-valid inference for multinomial count data", 2022). It is a
     * martingale with mean 1 under them, so it exceeds 1/α with a chance of at most α, however
     * often it is looked at.
     *
     * @param counts units of each arm
     * @param shares declared share of each arm; their sum counts as 1
     * @return above 0; bounded, so that it is never infinite
     */
    public static double eValue(long[] counts, double[] shares) {
        double whole = 0;
        for (double share : shares) {
            if (!(share >= 0) || !Double.isFinite(share)) {
                throw new IllegalArgumentException("a share of " + share);
            }
            whole += share;
        }
        if (counts.length != shares.length
                || !(whole > 0)
                || LongStream.of(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("counts and shares do not go together");
        }
        double units = LongStream.of(counts).sum();
        double log = LogGamma.value(CONCENTRATION) - LogGamma.value(CONCENTRATION + units);
        for (int i = 0; i < counts.length; i++) {
            double prior = CONCENTRATION * shares[i] / whole;
            if (prior > 0) {
                log +=
                        LogGamma.value(prior + counts[i])
                                - LogGamma.value(prior)
                                - counts[i] * Math.log(prior / CONCENTRATION);
            } else if (counts[i] > 0) {
                return Double.MAX_VALUE;
            }
        }
        return Math.min(Double.MAX_VALUE, Math.max(Double.MIN_NORMAL, Math.exp(log)));
    }
}
