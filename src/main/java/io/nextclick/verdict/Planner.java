package io.nextclick.verdict;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** How many units an experiment needs, before it starts and while it runs. */
public final class Planner {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** More units than there are; a search ends here. */
    private static final long MOST = 1L << 52;

    private Planner() {}

    /**
     * What a comparison of an arm with the control is to find.
     *
     * @param effect smallest difference of the means that matters, in the metric's unit; its sign
     *     does not matter
     * @param alpha chance of a difference where there is none
     * @param power chance that a difference of this size is found
     * @param tunedFor number of units of both arms at which the always-valid interval is narrow
     */
    public record Goal(double effect, double alpha, double power, long tunedFor) {

        /** Refuses what can never be reached. */
        public Goal {
            if (effect == 0 || !Double.isFinite(effect) || !isChance(alpha) || !isChance(power)) {
                throw new IllegalArgumentException(
                        "no goal: effect %s, alpha %s, power %s".formatted(effect, alpha, power));
            }
        }

        private static boolean isChance(double value) {
            return value > 0 && value < 1;
        }
    }

    /**
     * Units of the control and of one arm together.
     *
     * @param fixedHorizon for one test at the end, looked at once
     * @param alwaysValid until the always-valid interval of {@link Effects} excludes 0
     */
    public record Units(long fixedHorizon, long alwaysValid) {}

    /** The variance of a metric that is 0 or 1. */
    public static double varianceOfRate(double rate) {
        return rate * (1 - rate);
    }

    /**
     * What a unit adds to the variance of the difference, {@code N · V = s₀² / w₀ + s₁² / w₁},
     * where w are the shares of the two arms among each other's units.
     *
     * @param controlVariance s₀², of the metric among units of the control
     * @param armVariance s₁²
     */
    public static double variance(
            double controlVariance, double armVariance, double controlShare, double armShare) {
        double both = controlShare + armShare;
        return both * (controlVariance / controlShare + armVariance / armShare);
    }

    /**
     * The units of both arms: with one test at the end {@code N = (z₁₋α/₂ + z_power)² · variance /
     * effect²}; with the always-valid interval the smallest N with {@code effect ≥ √(variance / N)
     * · (c(N) + z_power)}, c being its boundary. The latter is for a look at N alone: who looks
     * before may be done before.
     *
     * @param variance as of {@link #variance} or {@link Effects#variance}
     */
    public static Units units(double variance, Goal goal) {
        double z =
                NORMAL.inverseSurvivalProbability(goal.alpha() / 2)
                        + NORMAL.inverseCumulativeProbability(goal.power());
        double ratio = variance / (goal.effect() * goal.effect());
        double fixed = Math.ceil(Math.max(0, z) * Math.max(0, z) * ratio);
        return new Units((long) Math.min(MOST, fixed), alwaysValid(ratio, goal));
    }

    /** By halving: once the interval excludes 0 with the power, it does so ever after. */
    private static long alwaysValid(double ratio, Goal goal) {
        AnytimeBound bound = AnytimeBound.tuned(goal.alpha(), goal.tunedFor());
        double z = NORMAL.inverseCumulativeProbability(goal.power());
        long low = 0;
        long high = MOST;
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            double units = (double) middle;
            if (Math.sqrt(units / ratio) >= bound.standardErrors(units) + z) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /**
     * Days until the always-valid interval excludes 0 with the power, if the true difference is the
     * goal's and the variance stays; 0 if there are units enough.
     *
     * @param units of both arms until now
     * @param unitsPerDay that both arms together gain
     * @param variance as of {@link Effects#variance}
     * @return infinite if it cannot be said
     */
    public static double daysLeft(long units, double unitsPerDay, double variance, Goal goal) {
        if (!(variance > 0) || !Double.isFinite(variance)) {
            return Double.POSITIVE_INFINITY;
        }
        long missing = units(variance, goal).alwaysValid() - units;
        if (missing <= 0) {
            return 0;
        }
        return unitsPerDay > 0 ? missing / unitsPerDay : Double.POSITIVE_INFINITY;
    }
}
