package io.nextclick.verdict;

import io.nextclick.experiment.UnitMetric;

/**
 * By how much the sums of an experiment's arm have changed.
 *
 * @param experimentKey the experiment among all sites
 * @param arm the arm; empty for units that saw several
 * @param segment whose weights are learned from the list; empty for the rest, and for persons
 * @param units how many more there are; negative for fewer
 * @param moments of each {@link UnitMetric} five numbers: the sums of the metric, of its square, of
 *     what the unit did before, of its square, and of the product of both
 */
public record UnitChange(
        String experimentKey, String arm, String segment, long units, double[] moments) {

    /** How many numbers a metric has. */
    static final int NUMBERS = 5;

    static double[] none() {
        return new double[UnitMetric.size() * NUMBERS];
    }

    /** True if nothing has changed. */
    boolean isZero() {
        if (units != 0) {
            return false;
        }
        for (double each : moments) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }
}
