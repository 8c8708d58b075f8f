package io.nextclick.scenario;

import io.nextclick.cli.CommandLine;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * How scenarios are played.
 *
 * @param file a scenario, or a folder of them
 * @param output folder that the records are written to
 * @param parallelism subtasks of each operator
 * @param quietMillis how long nothing comes when a run is over
 * @param timeoutMillis longest wait for that
 * @param out where the run says what it does
 */
record ScenarioOptions(
        Path file,
        Path output,
        int parallelism,
        long quietMillis,
        long timeoutMillis,
        PrintStream out) {

    private static final int MAX_PARALLELISM = 16;

    private static final OptionList OPTIONS = new OptionList();

    private static final Option<String> FILE =
            OPTIONS.optionalText("file", "a scenario's file", "The scenario to play.");
    private static final Option<String> OUTPUT =
            OPTIONS.text("output", "target/scenario", "Folder that the records are written to.");
    private static final Option<Integer> PARALLELISM =
            OPTIONS.number("parallelism", 2, 1, MAX_PARALLELISM, "Subtasks of each operator.");
    private static final Option<Duration> QUIET =
            OPTIONS.duration(
                    "quiet",
                    Duration.ofSeconds(2),
                    Duration.ofMillis(100),
                    Duration.ofHours(1),
                    "How long nothing comes when a run is over.");
    private static final Option<Duration> TIMEOUT =
            OPTIONS.duration(
                    "timeout",
                    Duration.ofMinutes(2),
                    Duration.ofMillis(100),
                    Duration.ofDays(1),
                    "Maximum wait for that.");

    /**
     * Reads the options from {@code -D} properties.
     *
     * @throws IllegalArgumentException with all faults
     */
    static ScenarioOptions of(Properties properties, PrintStream out) {
        CommandLine line = new CommandLine(properties, OPTIONS);
        line.require(FILE);
        line.check();
        return new ScenarioOptions(
                Path.of(line.get(FILE)),
                Path.of(line.get(OUTPUT)),
                line.get(PARALLELISM),
                line.get(QUIET).toMillis(),
                line.get(TIMEOUT).toMillis(),
                out);
    }
}
