package io.nextclick.cli;

import io.nextclick.config.Settings;
import io.nextclick.log.LogFormat;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import io.nextclick.option.SettingsException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * A command's {@code -D} options, read by a list of what there is; an empty one is as good as none.
 * Faults are collected until {@link #check}, and the default stands in for a faulty value.
 */
public final class CommandLine {

    private static final int USAGE = 2;

    private final Set<String> named;
    private final OptionValues given;

    /** Reads and checks each option by itself. */
    public CommandLine(Properties properties, OptionList options) {
        Map<String, String> texts = new HashMap<>();
        for (Option<?> option : options.options()) {
            String text = properties.getProperty(option.key(), "").trim();
            if (!text.isEmpty()) {
                texts.put(option.key(), text);
            }
        }
        named = texts.keySet();
        given = new OptionValues(texts, options.options());
    }

    /** The option that names a log's format. */
    public static Option<String> formatOption(OptionList options, LogFormat defaultValue) {
        return options.choice(
                "format", defaultValue.label(), LogFormat.names(), "Format of the logs.");
    }

    /** The option that names a file with options of the job. */
    public static Option<String> configOption(OptionList options) {
        return options.optionalText(
                "config", "a properties file of the job's options", "Options of the job.");
    }

    /** The option that seeds a generated shop. */
    public static Option<Long> seedOption(OptionList options) {
        return options.count("seed", 1, "Seed of the generated shop.");
    }

    /**
     * The job's settings from its own arguments and the environment.
     *
     * @throws IllegalArgumentException with all faults
     */
    public static Settings jobSettings(List<String> arguments, Map<String, String> environment) {
        try {
            return Settings.load(arguments.toArray(String[]::new), environment);
        } catch (SettingsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** An option's value, or its default. */
    public <T> T get(Option<T> option) {
        return given.get(option);
    }

    /** The value of an option that may be missing. */
    public <T> Optional<T> optional(Option<T> option) {
        return given.optional(option);
    }

    /** It is a fault if an option is missing. */
    public void require(Option<?> option) {
        if (!named.contains(option.key())) {
            given.fault(
                    "Missing value for '%s': must be %s".formatted(option.key(), option.allowed()));
        }
    }

    /**
     * It is a fault that an option has its value.
     *
     * @param must what it must be, in words
     */
    public void fault(Option<?> option, String must) {
        given.fault(option.invalid(String.valueOf(get(option)), must));
    }

    /** The format of a log; neither goes without the other. */
    public LogFormat format(Option<String> format, Option<String> log) {
        if (named.contains(log.key()) || named.contains(format.key())) {
            require(log);
            require(format);
        }
        return LogFormat.parse(get(format));
    }

    /** The job's settings from a file, or the defaults. */
    public Settings settings(Option<String> config) {
        String file = optional(config).orElse("");
        try {
            return file.isEmpty() ? Settings.defaults() : Settings.of(Map.of(), Path.of(file));
        } catch (RuntimeException e) {
            given.fault(
                    config.invalid(
                            file, "must be %s: %s".formatted(config.allowed(), e.getMessage())));
            return Settings.defaults();
        }
    }

    /**
     * Ends the reading.
     *
     * @throws IllegalArgumentException with all faults, one a line
     */
    public void check() {
        if (!given.faults().isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", given.faults()));
        }
    }

    /** Prints why a command does not run, and returns its exit code. */
    public static int usage(String command, PrintStream out, String faults) {
        faults.lines().forEach(fault -> out.println(command + ": " + fault));
        return USAGE;
    }
}
