package io.nextclick.send;

import io.nextclick.cli.CommandLine;
import io.nextclick.cli.RuleFiles;
import io.nextclick.config.Settings;
import io.nextclick.log.LogFormat;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What to send, and where.
 *
 * @param log events of a log; null for none
 * @param format the log's format
 * @param catalogue items, a line of JSON each; null for none
 * @param rules file or folder of rules, {@value RuleFiles#STARTER} for those that are shipped; null
 *     for none
 * @param generate events of a generated shop, and its catalogue; 0 for none
 * @param seed of the generated shop
 * @param rate events a second; 0 is as fast as the broker takes them
 * @param now true gives each event the time at which it is sent
 * @param settings where the broker is, and how its topics are called
 */
record SendOptions(
        @Nullable Path log,
        LogFormat format,
        @Nullable Path catalogue,
        @Nullable String rules,
        int generate,
        long seed,
        double rate,
        boolean now,
        Settings settings) {

    private static final OptionList OPTIONS = new OptionList();

    private static final String KEPT = "kept";
    private static final String NOW = "now";

    private static final Option<String> BOOTSTRAP =
            OPTIONS.optionalText(
                    "bootstrap", "HOST:PORT, several with commas", "Where the broker is.");
    private static final Option<String> CONFIG = CommandLine.configOption(OPTIONS);
    private static final Option<String> LOG =
            OPTIONS.optionalText("log", "a log's file", "Events to send.");
    private static final Option<String> FORMAT =
            CommandLine.formatOption(OPTIONS, LogFormat.REES46);
    private static final Option<String> CATALOGUE =
            OPTIONS.optionalText(
                    "catalogue", "a file with a line of JSON for each item", "Items to send.");
    static final Option<String> RULES =
            OPTIONS.optionalText(
                    "rules",
                    "a rule's file, a folder of them, or '%s'".formatted(RuleFiles.STARTER),
                    "Rules to send.");
    private static final Option<Integer> GENERATE =
            OPTIONS.number(
                    "generate",
                    0,
                    0,
                    Integer.MAX_VALUE,
                    "Events of a generated shop to send, after its catalogue.");
    private static final Option<Long> SEED = CommandLine.seedOption(OPTIONS);
    private static final Option<Double> RATE =
            OPTIONS.amount("rate", 0, "Events a second; 0 is as fast as the broker takes them.");
    private static final Option<String> TIMES =
            OPTIONS.choice(
                    "times",
                    KEPT,
                    List.of(KEPT, NOW),
                    "Times of the events: as they are, or those of their sending.");

    /**
     * Reads the options from {@code -D} properties, and those of the job from the environment.
     *
     * @throws IllegalArgumentException with all faults
     */
    static SendOptions of(Properties properties, Map<String, String> environment) {
        CommandLine line = new CommandLine(properties, OPTIONS);
        LogFormat format = line.format(FORMAT, LOG);
        boolean any =
                line.optional(LOG).isPresent()
                        || line.optional(CATALOGUE).isPresent()
                        || line.optional(RULES).isPresent()
                        || line.get(GENERATE) > 0;
        if (!any) {
            line.require(LOG);
        }
        if (line.optional(CONFIG).isEmpty()) {
            line.require(BOOTSTRAP);
        }
        line.check();
        return new SendOptions(
                line.optional(LOG).map(Path::of).orElse(null),
                format,
                line.optional(CATALOGUE).map(Path::of).orElse(null),
                line.optional(RULES).orElse(null),
                line.get(GENERATE),
                line.get(SEED),
                line.get(RATE),
                line.get(TIMES).equals(NOW),
                settings(line, environment));
    }

    private static Settings settings(CommandLine line, Map<String, String> environment) {
        List<String> arguments = new ArrayList<>();
        line.optional(CONFIG).ifPresent(file -> arguments.addAll(List.of("--config", file)));
        line.optional(BOOTSTRAP)
                .ifPresent(at -> arguments.addAll(List.of("--kafka.bootstrap-servers", at)));
        return CommandLine.jobSettings(arguments, environment);
    }
}
