package io.nextclick.verdict;

import io.nextclick.event.Money;
import io.nextclick.experiment.UnitMetric;
import io.nextclick.flow.ListOutcome.Part;

/** The metrics of one unit. */
final class UnitValues {

    private UnitValues() {}

    /** A metric of sums that begin at a place. */
    static double of(UnitMetric metric, long[] sums, int from) {
        return switch (metric) {
            case LISTS -> sums[from + Part.SHOWN.place()];
            case CLICKED -> sums[from + Part.CLICKS.place()] > 0 ? 1 : 0;
            case CLICKS -> sums[from + Part.CLICKS.place()];
            case CARTS -> sums[from + Part.CARTS.place()];
            case ORDERS -> sums[from + Part.ORDERS.place()];
            case ORDERED -> sums[from + Part.ORDERS.place()] > 0 ? 1 : 0;
            case REVENUE -> Money.value(sums[from + Part.REVENUE_MICROS.place()]);
            case VALUE -> Money.value(sums[from + Part.VALUE_MICROS.place()]);
        };
    }

    /**
     * Adds a unit to moments, or with sign -1 takes it away.
     *
     * @param sums of the unit, from a place on
     * @param before the same of the time before the experiment
     */
    static void add(double[] moments, long[] sums, int from, long[] before, int sign) {
        for (UnitMetric metric : UnitMetric.values()) {
            double y = of(metric, sums, from);
            double x = of(metric, before, 0);
            int at = metric.place() * UnitChange.NUMBERS;
            moments[at] += sign * y;
            moments[at + 1] += sign * y * y;
            moments[at + 2] += sign * x;
            moments[at + 3] += sign * x * x;
            moments[at + 4] += sign * x * y;
        }
    }
}
