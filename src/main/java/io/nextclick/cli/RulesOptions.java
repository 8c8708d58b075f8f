package io.nextclick.cli;

import io.nextclick.log.LogFormat;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.util.Properties;

/**
 * What the command about rules is asked to do.
 *
 * @param rules a file, a folder, or {@value RuleFiles#STARTER}
 * @param log log to test them on; none only checks them
 */
record RulesOptions(String rules, LogOptions.Given log) {

    private static final OptionList OPTIONS = new OptionList();

    static final Option<String> RULE =
            OPTIONS.optionalText(
                    "rule",
                    "a rule's file, a folder of them, or '%s'".formatted(RuleFiles.STARTER),
                    "The rules to check.");
    static final LogOptions LOG = new LogOptions(OPTIONS, "Log to test them on.", LogFormat.REES46);

    /**
     * Reads the options from {@code -D} properties.
     *
     * @throws IllegalArgumentException with all faults
     */
    static RulesOptions of(Properties properties) {
        CommandLine line = new CommandLine(properties, OPTIONS);
        line.require(RULE);
        LogOptions.Given log = LOG.of(line);
        line.check();
        return new RulesOptions(line.get(RULE), log);
    }
}
