package io.nextclick.rehearse;

import io.nextclick.cli.CommandLine;
import io.nextclick.config.Settings;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * What to do, and for which two jobs.
 *
 * @param step what to do
 * @param live settings of the job that runs
 * @param rehearsal the same of the one that is rehearsed
 * @param folder with {@link #ARGUMENTS} and {@link #FACTS}, and for the report
 * @param sinceMillis from when on what the live job wrote is compared, ms since the epoch
 * @param watchedMillis since when both are at the same events, ms since the epoch; 0 if they never
 *     were: then there is nothing to compare
 * @param timeout longest wait for the rehearsal to catch up
 */
record RehearseOptions(
        Step step,
        Settings live,
        Settings rehearsal,
        Path folder,
        long sinceMillis,
        long watchedMillis,
        Duration timeout) {

    /** Options of the job, an argument a line. */
    static final String ARGUMENTS = "arguments.txt";

    /** What is known of the job otherwise: a line each, name and value with a tab between. */
    static final String FACTS = "facts.txt";

    private static final OptionList OPTIONS = new OptionList();

    private static final Option<String> STEP =
            OPTIONS.choice(
                    "step",
                    Step.COMPARE.label(),
                    Arrays.stream(Step.values()).map(Step::label).toList(),
                    "What to do.");
    private static final Option<String> PREFIX =
            OPTIONS.optionalText(
                    "prefix", "kafka.output-prefix of the rehearsal", "Its topics and group.");
    private static final Option<String> FOLDER =
            OPTIONS.optionalText("folder", "a folder with " + ARGUMENTS, "Where the report goes.");
    private static final Option<Long> SINCE =
            OPTIONS.count("since", 0, "From when on lists are compared, ms since the epoch.");
    private static final Option<Long> WATCHED =
            OPTIONS.count(
                    "watched",
                    0,
                    "Since when both jobs are at the same events, ms since the epoch.");
    private static final Option<Duration> TIMEOUT =
            OPTIONS.duration(
                    "timeout",
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1),
                    "Longest wait for the rehearsal to catch up.");

    /** What the script asks for, one after the other. */
    enum Step {
        /** Makes the topics. */
        PREPARE,
        /** Waits until the rehearsal has caught up. */
        AWAIT,
        /** Writes the report. */
        COMPARE,
        /** Deletes the topics. */
        REMOVE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads the options from {@code -D} properties, and those of the job from the folder and the
     * environment.
     *
     * @throws IllegalArgumentException with all faults
     */
    static RehearseOptions of(Properties properties, Map<String, String> environment)
            throws IOException {
        CommandLine line = new CommandLine(properties, OPTIONS);
        line.require(PREFIX);
        line.require(FOLDER);
        line.check();
        Path folder = Path.of(line.get(FOLDER));
        String prefix = line.get(PREFIX);
        List<String> arguments = Files.readAllLines(folder.resolve(ARGUMENTS));
        List<String> shadow = new ArrayList<>(arguments);
        shadow.addAll(List.of("--kafka.output-prefix", prefix, "--kafka.group-id", prefix));
        shadow.addAll(List.of("--kafka.create-topics", "true"));
        return new RehearseOptions(
                Step.valueOf(line.get(STEP).toUpperCase(Locale.ROOT)),
                CommandLine.jobSettings(arguments, environment),
                CommandLine.jobSettings(shadow, environment),
                folder,
                line.get(SINCE),
                line.get(WATCHED),
                line.get(TIMEOUT));
    }
}
