package io.nextclick.cli;

import io.nextclick.config.Settings;
import io.nextclick.log.LogFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * Reads the options from {@code -D} properties; an empty one is as good as none.
     *
     * @throws IllegalArgumentException with all faults
     */
    static RulesOptions of(Properties properties) {
        List<String> faults = new ArrayList<>();
        String rules = CommandLine.text(properties, "rule");
        if (rules.isEmpty()) {
            faults.add(
                    "-Drule=FILE is missing: a rule, a folder of them, or '%s'"
                            .formatted(RuleFiles.STARTER));
        }
        String log = CommandLine.text(properties, "log");
        LogFormat logFormat = CommandLine.format(properties, "log", faults);
        Settings settings = CommandLine.settings(properties, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new RulesOptions(rules, log.isEmpty() ? null : Path.of(log), logFormat, settings);
    }
}
