package io.nextclick.cli;

import io.nextclick.config.Settings;
import io.nextclick.log.LogFormat;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the command about rules is asked to do.
 *
 * @param rules a file, a folder, or {@value RuleFiles#STARTER}
 * @param log log to test them on; null only checks them
 * @param format the log's format
 * @param settings settings of the job
 */
record RulesOptions(String rules, @Nullable Path log, LogFormat format, Settings settings) {

    private static final OptionList OPTIONS = new OptionList();

    static final Option<String> RULE =
            OPTIONS.optionalText(
                    "rule",
                    "a rule's file, a folder of them, or '%s'".formatted(RuleFiles.STARTER),
                    "The rules to check.");
    static final Option<String> LOG =
            OPTIONS.optionalText("log", "a log's file", "Log to test them on.");
    private static final Option<String> FORMAT =
            CommandLine.formatOption(OPTIONS, LogFormat.REES46);
    private static final Option<String> CONFIG = CommandLine.configOption(OPTIONS);

    /**
     * Reads the options from {@code -D} properties.
     *
     * @throws IllegalArgumentException with all faults
     */
    static RulesOptions of(Properties properties) {
        CommandLine line = new CommandLine(properties, OPTIONS);
        line.require(RULE);
        LogFormat format = line.format(FORMAT, LOG);
        Settings settings = line.settings(CONFIG);
        line.check();
        return new RulesOptions(
                line.get(RULE), line.optional(LOG).map(Path::of).orElse(null), format, settings);
    }
}
