package io.nextclick.local;

import io.nextclick.evaluate.LogFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What the demo is asked to do.
 *
 * @param duration after which it ends; null runs until it is stopped or the log is over
 * @param replay log to replay; null generates a shop
 * @param format the log's format
 * @param speed times real time; 0 is as fast as possible
 * @param rate events a second of the generated shop
 * @param seed of the generated shop
 * @param config properties file with options of the job, which override the demo's; null for none
 * @param rules file or folder of rules that the demo sends to the job, {@code starter} for those
 *     that are shipped; null for none
 * @param webPort port of Flink's web UI; 0 takes a free one
 */
record DemoOptions(
        @Nullable Duration duration,
        @Nullable Path replay,
        LogFormat format,
        double speed,
        double rate,
        long seed,
        @Nullable Path config,
        @Nullable String rules,
        int webPort) {

    /** Stands for no rules at all. */
    private static final String NO_RULES = "none";

    /**
     * Reads the options from {@code -D} properties; an empty one is as good as none.
     *
     * @throws IllegalArgumentException with all faults
     */
    static DemoOptions of(Properties properties) {
        List<String> faults = new ArrayList<>();
        double seconds = number(properties, "seconds", 0, faults);
        double speed = number(properties, "speed", 1, faults);
        double rate = number(properties, "rate", 200, faults);
        if (rate == 0) {
            faults.add("-Drate=0: allowed is a number above 0");
        }
        double seed = number(properties, "seed", 1, faults);
        String replay = properties.getProperty("replay", "").trim();
        LogFormat logFormat = format(properties, "replay", faults);
        String config = properties.getProperty("config", "").trim();
        String rules = properties.getProperty("rules", "").trim();
        double webPort = number(properties, "webport", 0, faults);
        if (webPort > 65_535) {
            faults.add("-Dwebport=%.0f: allowed is a number to 65535".formatted(webPort));
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new DemoOptions(
                seconds == 0 ? null : Duration.ofMillis((long) (seconds * 1000)),
                replay.isEmpty() ? null : Path.of(replay),
                logFormat,
                speed,
                rate,
                (long) seed,
                config.isEmpty() ? null : Path.of(config),
                rules.isEmpty() ? RuleFiles.STARTER : rules.equals(NO_RULES) ? null : rules,
                (int) webPort);
    }

    /** The format of the log that another option names; one does not go without the other. */
    static LogFormat format(Properties properties, String fileOption, List<String> faults) {
        String file = properties.getProperty(fileOption, "").trim();
        String format = properties.getProperty("format", "").trim();
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

    private static double number(
            Properties properties, String key, double otherwise, List<String> faults) {
        String text = properties.getProperty(key, "").trim();
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

    /** True if the events are sent as fast as the job takes them. */
    boolean asFastAsPossible() {
        return speed == 0;
    }
}
