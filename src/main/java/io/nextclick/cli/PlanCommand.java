package io.nextclick.cli;

import io.nextclick.verdict.Plan;
import io.nextclick.verdict.Planner;
import io.nextclick.verdict.Planner.Goal;
import io.nextclick.verdict.Planner.Units;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code mvn -Pplan}: how many units and days an experiment needs. Prints lines to read, then one
 * JSON object. Exits with 0, or 2 if it was asked wrongly.
 */
public final class PlanCommand {

    private PlanCommand() {}

    /** Runs the command; {@code -D} properties say what to do. */
    public static void main(String[] args) {
        System.exit(run(System.getProperties(), System.out));
    }

    /** Runs the command and returns its exit code. */
    static int run(Properties properties, PrintStream out) {
        PlanOptions options;
        try {
            options = PlanOptions.of(properties);
        } catch (IllegalArgumentException e) {
            return CommandLine.usage("plan", out, String.valueOf(e.getMessage()));
        }
        Plan fixed = plan(options, Units::fixedHorizon);
        Plan alwaysValid = plan(options, Units::alwaysValid);
        print(options, fixed, alwaysValid, out);
        return 0;
    }

    private static Plan plan(PlanOptions options, ToLongFunction<Units> horizon) {
        return Planner.plan(
                options.controlVariance(),
                options.armVariance(),
                options.shares(),
                options.unitsPerDay(),
                options.goal(),
                horizon);
    }

    private static void print(PlanOptions options, Plan fixed, Plan alwaysValid, PrintStream out) {
        Goal goal = options.goal();
        Double lift = options.mean() == null ? null : goal.effect() / options.mean();
        out.println(
                String.format(
                        Locale.ROOT,
                        "A difference of %s%s, found with a chance of %s at an alpha of %s:",
                        goal.effect(),
                        lift == null ? "" : String.format(Locale.ROOT, " (%+.1f %%)", 100 * lift),
                        goal.power(),
                        goal.alpha()));
        out.println("  one test at the end, no look before:  " + text(fixed));
        out.println("  always-valid interval, at any look:   " + text(alwaysValid));

        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("mean", options.mean());
        line.put("standard_deviation", Math.sqrt(options.controlVariance()));
        line.put("minimum_effect", goal.effect());
        line.put("lift", lift == null ? null : EvaluateCommand.rounded(lift));
        line.put("power", goal.power());
        line.put("alpha", goal.alpha());
        line.put("shares", options.shares());
        line.put("tuned_for", goal.tunedFor());
        line.put("fixed_horizon", json(fixed));
        line.put("always_valid", json(alwaysValid));
        EvaluateCommand.print(line, out);
    }

    private static String text(Plan plan) {
        return String.format(
                Locale.ROOT,
                "%s units, %.1f days",
                plan.units().stream().map(String::valueOf).collect(Collectors.joining(" + ")),
                plan.days());
    }

    private static Map<String, Object> json(Plan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("units", plan.units());
        json.put("total", plan.total());
        json.put("days", plan.days());
        return json;
    }
}
