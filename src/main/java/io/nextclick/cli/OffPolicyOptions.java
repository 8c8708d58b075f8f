package io.nextclick.cli;

import io.nextclick.evaluate.offpolicy.ChoiceReader;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * What the off-policy evaluation is asked to do.
 *
 * @param policy a policy's file, or {@value #UNIFORM}
 * @param log files of choices
 * @param format their format
 * @param surface of the job's records, those of this surface only; empty for all
 * @param clip largest weight of the clipped estimate
 */
record OffPolicyOptions(
        String policy, List<Path> log, ChoiceReader.Format format, String surface, double clip) {

    static final String UNIFORM = "uniform";

    private static final OptionList OPTIONS = new OptionList();
    private static final double CLIP = 10;

    static final Option<String> POLICY =
            OPTIONS.optionalText(
                    "offPolicy",
                    "'%s' or a policy's JSON file".formatted(UNIFORM),
                    "Policy to evaluate on the log of another one.");
    static final Option<String> LOG =
            OPTIONS.optionalText(
                    "log", "files of choices, separated by commas", "Log with propensities.");
    private static final Option<String> FORMAT =
            OPTIONS.choice(
                    "format",
                    ChoiceReader.Format.FEEDBACK.label(),
                    ChoiceReader.Format.names(),
                    "Format of the log.");
    private static final Option<String> SURFACE =
            OPTIONS.optionalText("surface", "a surface's name", "Only lists of this surface.");
    private static final Option<Double> MOST_WEIGHT =
            OPTIONS.positive("clip", CLIP, "Largest weight of the clipped estimate.");

    /** True if the evaluation that is asked for is one of a policy. */
    static boolean areAsked(Properties properties) {
        return !properties.getProperty(POLICY.key(), "").isBlank();
    }

    /**
     * Reads the options from {@code -D} properties.
     *
     * @throws IllegalArgumentException with all faults
     */
    static OffPolicyOptions of(Properties properties) {
        CommandLine line = new CommandLine(properties, OPTIONS);
        line.require(POLICY);
        line.require(LOG);
        line.check();
        return new OffPolicyOptions(
                line.get(POLICY),
                Arrays.stream(line.get(LOG).split(",", -1))
                        .map(String::trim)
                        .map(Path::of)
                        .toList(),
                ChoiceReader.Format.parse(line.get(FORMAT)),
                line.optional(SURFACE).orElse(""),
                line.get(MOST_WEIGHT));
    }
}
