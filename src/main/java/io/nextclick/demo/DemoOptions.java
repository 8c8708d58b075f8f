package io.nextclick.demo;

import io.nextclick.cli.CommandLine;
import io.nextclick.cli.RuleFiles;
import io.nextclick.log.LogFormat;
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
public record DemoOptions(
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
        double seconds = CommandLine.number(properties, "seconds", 0, faults);
        double speed = CommandLine.number(properties, "speed", 1, faults);
        double rate = CommandLine.number(properties, "rate", 200, faults);
        if (rate == 0) {
            faults.add("-Drate=0: allowed is a number above 0");
        }
        double seed = CommandLine.number(properties, "seed", 1, faults);
        String replay = CommandLine.text(properties, "replay");
        LogFormat logFormat = CommandLine.format(properties, "replay", faults);
        String config = CommandLine.text(properties, "config");
        String rules = CommandLine.text(properties, "rules");
        double webPort = CommandLine.number(properties, "webport", 0, faults);
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

    /** True if the events are sent as fast as the job takes them. */
    boolean asFastAsPossible() {
        return speed == 0;
    }
}
