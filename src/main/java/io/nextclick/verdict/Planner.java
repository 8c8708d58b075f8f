package io.nextclick.verdict;

import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** How many units an experiment needs, before it starts and while it runs. */
public final class Planner {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** More units than there are; a search ends here. */
    private static final long MOST = 1L << 52;

    /** A number of units this little above a whole one is rounding. */
    private static final double EXACT = 1e-6;

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
     * An experiment that is large enough for the comparison of each arm with the control.
     *
     * @param controlVariance of the metric among units of the control
     * @param armVariance of the metric among units of an arm
     * @param shares of the units that each arm gets, the control first; all are above 0
     * @param unitsPerDay that all arms together gain
     * @param horizon which of {@link #units}
     */
    public static Plan plan(
            double controlVariance,
            double armVariance,
            List<Double> shares,
            double unitsPerDay,
            Goal goal,
            ToLongFunction<Units> horizon) {
        double control = shares.get(0);
        double whole = shares.stream().mapToDouble(Double::doubleValue).sum();
        double total = 0;
        for (double share : shares.subList(1, shares.size())) {
            double variance = variance(controlVariance, armVariance, control, share);
            double units = horizon.applyAsLong(units(variance, goal));
            total = Math.max(total, units * whole / (control + share));
        }
        double all = total;
        List<Long> units =
                shares.stream()
                        .map(share -> (long) Math.ceil(all * share / whole - EXACT))
                        .toList();
        return new Plan(units, all / unitsPerDay);
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
