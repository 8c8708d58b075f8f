package io.nextclick.verdict;

/**
 * An arm beside the control, by one metric.
 *
 * @param mean the arm's mean a unit, in the metric's unit; if adjusted, as it would be if the arm
 *     had the covariate's mean of all arms
 * @param difference the arm's mean less the control's
 * @param low lower end of the difference's always-valid interval; infinite if it cannot be said
 * @param high upper end
 * @param alwaysValidP always-valid p-value of no difference: at most alpha if and only if 0 is
 *     outside the interval
 * @param better probability that the arm's mean is above the control's, from a flat prior; not
 *     protected against many looks
 * @param adjusted true if the covariate made the interval narrower
 */
public record Effect(
        double mean,
        double difference,
        double low,
        double high,
        double alwaysValidP,
        double better,
        boolean adjusted) {

    /** True if the interval leaves out 0. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
