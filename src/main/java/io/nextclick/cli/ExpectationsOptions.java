package io.nextclick.cli;

import io.nextclick.log.LogFormat;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the command about expectations is asked to do.
 *
 * @param file the expectations
 * @param export where to write them as a suite of Great Expectations; null writes none
 * @param log log to hold against them; none holds none
 */
record ExpectationsOptions(Path file, @Nullable Path export, LogOptions.Given log) {

    private static final OptionList OPTIONS = new OptionList();

    static final Option<String> FILE =
            OPTIONS.optionalText("file", "a file of expectations", "The expectations to check.");
    static final Option<String> EXPORT =
            OPTIONS.optionalText(
                    "export",
                    "a file to write",
                    "Where to write them as a suite of Great Expectations.");
    static final LogOptions LOG =
            new LogOptions(OPTIONS, "Log to hold against them.", LogFormat.RECORDS);

    /**
     * Reads the options from {@code -D} properties.
     *
     * @throws IllegalArgumentException with all faults
     */
    static ExpectationsOptions of(Properties properties) {
        CommandLine line = new CommandLine(properties, OPTIONS);
        line.require(FILE);
        LogOptions.Given log = LOG.of(line);
        line.check();
        return new ExpectationsOptions(
                Path.of(line.get(FILE)), line.optional(EXPORT).map(Path::of).orElse(null), log);
    }
}
