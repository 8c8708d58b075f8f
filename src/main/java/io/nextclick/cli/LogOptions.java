package io.nextclick.cli;

import io.nextclick.config.Settings;
import io.nextclick.log.LogFormat;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The options of a command that holds something against a log, as the job would. */
final class LogOptions {

    private final Option<String> log;
    private final Option<String> format;
    private final Option<String> config;

    /**
     * @param options of the command, to which these are added
     * @param description of the log
     * @param defaultFormat the log's
     */
    LogOptions(OptionList options, String description, LogFormat defaultFormat) {
        log = options.optionalText("log", "a log's file", description);
        format = CommandLine.formatOption(options, defaultFormat);
        config = CommandLine.configOption(options);
    }

    /**
     * What the options say.
     *
     * @param path the log; null if there is none
     * @param format the log's format
     * @param settings settings of the job
     */
    record Given(@Nullable Path path, LogFormat format, Settings settings) {}

    /** Reads them; faults are collected by the command line. */
    Given of(CommandLine line) {
        return new Given(
                line.optional(log).map(Path::of).orElse(null),
                line.format(format, log),
                line.settings(config));
    }

    /** The option that names the log. */
    Option<String> log() {
        return log;
    }
}
