package io.nextclick.verdict;

/**
 * Sums over the units of an arm. A difference of two is a change, which may have a negative number
 * of units: what joins or leaves an arm is added or taken away.
 *
 * @param units people or devices
 * @param y sum of the metric, in its unit
 * @param yy sum of its squares
 * @param x sum of the covariate, in its unit: what the unit did before its first shown list
 * @param xx sum of its squares
 * @param xy sum of the products of both
 */
public record Moments(long units, double y, double yy, double x, double xx, double xy) {

    /** Of no units. */
    public static final Moments NONE = new Moments(0, 0, 0, 0, 0, 0);

    /**
     * What is left of a sum of squares by cancellation. A metric whose coefficient of variation is
     * below 1e-5 counts as constant.
     */
    private static final double ROUNDING = 1e-10;

    /**
     * One unit's.
     *
     * @throws IllegalArgumentException if a square is not finite
     */
    public static Moments of(double y, double x) {
        Moments one = new Moments(1, y, y * y, x, x * x, x * y);
        if (!Double.isFinite(one.yy) || !Double.isFinite(one.xx)) {
            throw new IllegalArgumentException("not a finite square: of %s or %s".formatted(y, x));
        }
        return one;
    }

    /** Of the units of both. */
    public Moments plus(Moments other) {
        return new Moments(
                units + other.units,
                y + other.y,
                yy + other.yy,
                x + other.x,
                xx + other.xx,
                xy + other.xy);
    }

    /** Without the other's units, or the change since the other. */
    public Moments minus(Moments other) {
        return new Moments(
                units - other.units,
                y - other.y,
                yy - other.yy,
                x - other.x,
                xx - other.xx,
                xy - other.xy);
    }

    /** {@code Σy / n}, in the metric's unit; 0 of no units. */
    public double mean() {
        return units > 0 ? y / units : 0;
    }

    /**
     * {@code (Σy² − (Σy)² / n) / (n − 1)}, in the metric's unit squared; never below 0, and 0 of
     * fewer than two units.
     */
    public double variance() {
        return variance(y, yy);
    }

    /** The covariate's mean. */
    double covariateMean() {
        return units > 0 ? x / units : 0;
    }

    /** The covariate's variance. */
    double covariateVariance() {
        return variance(x, xx);
    }

    /** {@code (Σxy − Σx·Σy / n) / (n − 1)}; 0 of fewer than two units. */
    double covariance() {
        return units > 1 ? (xy - x * y / units) / (units - 1) : 0;
    }

    /** The variance of {@code y − theta·x}. */
    double variance(double theta) {
        double adjusted =
                variance() - 2 * theta * covariance() + theta * theta * covariateVariance();
        return adjusted > ROUNDING * variance() ? adjusted : 0;
    }

    private double variance(double sum, double squares) {
        if (units < 2) {
            return 0;
        }
        double around = squares - sum * sum / units;
        return around > ROUNDING * squares ? around / (units - 1) : 0;
    }
}
