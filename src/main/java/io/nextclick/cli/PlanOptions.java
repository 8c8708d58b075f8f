package io.nextclick.cli;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.verdict.Planner;
import io.nextclick.verdict.Planner.Goal;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment is to find.
 *
 * @param mean of the metric without the experiment, a unit; null if it was not given
 * @param controlVariance of the metric among units of the control
 * @param armVariance of the metric among units of an arm
 * @param goal the difference, and how surely
 * @param shares of each arm, the control first
 * @param unitsPerDay new units a day, of all arms
 */
record PlanOptions(
        @Nullable Double mean,
        double controlVariance,
        double armVariance,
        Goal goal,
        List<Double> shares,
        double unitsPerDay) {

    private static final OptionList OPTIONS = new OptionList();
    private static final int MOST_ARMS = 32;
    private static final int TUNED_FOR = 5000;
    private static final double TOLERANCE = 1e-6;

    static final Option<Double> RATE =
            number(
                    "rate",
                    "a number above 0, below 1, or mean and standardDeviation in its place",
                    1,
                    "Share of the units that do it, without the experiment.");
    private static final Option<Double> MEAN =
            number("mean", "above 0", Double.MAX_VALUE, "The metric's mean a unit.");
    private static final Option<Double> DEVIATION =
            number("standardDeviation", "above 0", 1e12, "Its standard deviation among units.");
    private static final Option<Double> EFFECT =
            number(
                    "minimumEffect",
                    "above 0, in the metric's unit",
                    1e12,
                    "Smallest difference that matters.");
    private static final Option<Double> POWER =
            OPTIONS.chance("power", 0.8, "Chance that this difference is found.");
    private static final Option<Double> ALPHA =
            OPTIONS.chance("alpha", 0.05, "Chance of a difference where there is none.");
    private static final Option<Integer> ARMS =
            OPTIONS.number("arms", 2, 2, MOST_ARMS, "Arms, with the control.");
    private static final Option<List<Double>> SHARES =
            OPTIONS.of(
                    key("shares").doubleType().asList().noDefaultValue(),
                    "numbers above 0 that add up to 1, one an arm, the control first, separated"
                            + " by ';'",
                    shares ->
                            shares.stream().allMatch(share -> share > 0)
                                    && Math.abs(sum(shares) - 1) < TOLERANCE,
                    "Share of each arm; equal ones if it is missing.");
    private static final Option<Double> UNITS_PER_DAY =
            number("unitsPerDay", "above 0", 1e12, "New units a day, of all arms.");
    private static final Option<Integer> NARROW_AT =
            OPTIONS.number(
                    "tunedFor",
                    TUNED_FOR,
                    100,
                    1_000_000_000,
                    "Units of two arms at which the always-valid interval is narrow.");

    private static Option<Double> number(
            String name, String allowed, double below, String description) {
        return OPTIONS.of(
                key(name).doubleType().noDefaultValue(),
                allowed,
                number -> number > 0 && number < below,
                description);
    }

    private static double sum(List<Double> shares) {
        return shares.stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * Reads the options from {@code -D} properties.
     *
     * @throws IllegalArgumentException with all faults
     */
    static PlanOptions of(Properties properties) {
        CommandLine line = new CommandLine(properties, OPTIONS);
        line.require(EFFECT);
        line.require(UNITS_PER_DAY);
        boolean isRate = line.optional(DEVIATION).isEmpty();
        if (isRate) {
            line.require(RATE);
        }
        line.check();
        double effect = line.get(EFFECT);
        Goal goal =
                new Goal(effect, line.get(ALPHA), line.get(POWER), line.get(NARROW_AT).longValue());
        double unitsPerDay = line.get(UNITS_PER_DAY);
        List<Double> shares = shares(line);
        if (isRate) {
            double rate = line.get(RATE);
            return new PlanOptions(
                    rate,
                    Planner.varianceOfRate(rate),
                    Planner.varianceOfRate(raised(rate, effect)),
                    goal,
                    shares,
                    unitsPerDay);
        }
        if (line.optional(RATE).isPresent()) {
            throw new IllegalArgumentException(
                    RATE.invalid(line.get(RATE), "a rate has no standardDeviation of its own"));
        }
        double variance = line.get(DEVIATION) * line.get(DEVIATION);
        return new PlanOptions(
                line.optional(MEAN).orElse(null), variance, variance, goal, shares, unitsPerDay);
    }

    private static double raised(double rate, double effect) {
        if (rate + effect >= 1) {
            throw new IllegalArgumentException(
                    EFFECT.invalid(effect, "must be below 1 together with the rate"));
        }
        return rate + effect;
    }

    private static List<Double> shares(CommandLine line) {
        int arms = line.get(ARMS);
        List<Double> shares = line.optional(SHARES).orElse(null);
        if (shares == null) {
            return Collections.nCopies(arms, 1.0 / arms);
        }
        if (shares.size() != arms) {
            throw new IllegalArgumentException(
                    SHARES.invalid(shares, "must be as many as arms, %d".formatted(arms)));
        }
        return shares;
    }
}
