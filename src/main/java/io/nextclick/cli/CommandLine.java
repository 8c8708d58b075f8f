package io.nextclick.cli;

import io.nextclick.config.Settings;
import io.nextclick.log.LogFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Reads {@code -D} options of the commands; an empty one is as good as none. A fault is added to a
 * list, so that all are told at once, and the default stands in.
 */
public final class CommandLine {

    private CommandLine() {}

    /** An option's text, empty if it is not given. */
    public static String text(Properties properties, String key) {
        return properties.getProperty(key, "").trim();
    }

    /** The format of the log that another option names; one does not go without the other. */
    public static LogFormat format(Properties properties, String fileOption, List<String> faults) {
        String file = text(properties, fileOption);
        String format = text(properties, "format");
        if (file.isEmpty() != format.isEmpty()) {
            faults.add("-D%s=FILE and -Dformat=NAME go together".formatted(fileOption));
        } else if (!format.isEmpty()) {
            try {
                return LogFormat.parse(format);
            } catch (IllegalArgumentException e) {
                faults.add("-Dformat=%s: %s".formatted(format, e.getMessage()));
            }
        }
        return LogFormat.REES46;
    }

    /** A number from 0. */
    public static double number(
            Properties properties, String key, double otherwise, List<String> faults) {
        String text = text(properties, key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && number <= 1e12) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like a number out of range.
        }
        faults.add("-D%s=%s: allowed is a number from 0".formatted(key, text));
        return otherwise;
    }

    /** The job's settings from the file that {@code -Dconfig} names, or the defaults. */
    static Settings settings(Properties properties, List<String> faults) {
        String config = text(properties, "config");
        try {
            return config.isEmpty() ? Settings.defaults() : Settings.of(Map.of(), Path.of(config));
        } catch (RuntimeException e) {
            faults.add("-Dconfig=%s: %s".formatted(config, e.getMessage()));
            return Settings.defaults();
        }
    }
}
