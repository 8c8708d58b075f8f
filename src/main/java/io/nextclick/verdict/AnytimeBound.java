package io.nextclick.verdict;

/**
 * The boundary of the asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy and
 * Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", 2021,
 * arXiv:2103.06476v7): it holds at all looks together, once there are enough units for the central
 * limit theorem.
 *
 * @param alpha chance that the interval ever leaves out the true difference
 * @param rhoSquared ρ² of the mixture
 */
record AnytimeBound(double alpha, double rhoSquared) {

    /**
     * A boundary that is narrow at a number of units, and wider before and after it: {@code ρ² =
     * (−2 ln α + ln(−2 ln α + 1)) / units} (ibid., equation 161).
     */
    static AnytimeBound tuned(double alpha, long units) {
        if (!(alpha > 0 && alpha < 1) || units < 1) {
            throw new IllegalArgumentException(
                    "no chance or no number of units: %s, %d".formatted(alpha, units));
        }
        double log = -2 * Math.log(alpha);
        return new AnytimeBound(alpha, (log + Math.log1p(log)) / units);
    }

    /**
     * Half the interval's width in standard errors: {@code √(2 (Nρ² + 1) / (Nρ²) · ln(√(Nρ² + 1) /
     * α))} (ibid., equation 9, with {@code standard error = σ / √N}).
     */
    double standardErrors(double units) {
        double scaled = units * rhoSquared;
        return Math.sqrt(2 * (1 + 1 / scaled) * (Math.log1p(scaled) / 2 - Math.log(alpha)));
    }

    /**
     * The p-value {@code min(1, 1/e)} of a difference, with the e-value {@code exp(ρ² N z² / (2
     * (Nρ² + 1))) / √(Nρ² + 1)} (ibid., equation 155).
     *
     * @param z the difference in standard errors
     */
    double pValue(double units, double z) {
        double scaled = units * rhoSquared;
        double logE = scaled * z * z / (2 * (scaled + 1)) - Math.log1p(scaled) / 2;
        return Math.min(1, Math.exp(-logE));
    }
}
