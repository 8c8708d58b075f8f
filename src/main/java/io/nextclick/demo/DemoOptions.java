package io.nextclick.demo;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.cli.CommandLine;
import io.nextclick.cli.RuleFiles;
import io.nextclick.event.EventType;
import io.nextclick.log.LogFormat;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param pagePort port of the gateway and its live page; 0 takes a free one
 * @param tag how the generated shop's tag breaks
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
        int webPort,
        int pagePort,
        BrokenTag tag) {

    /** Stands for no rules at all. */
    private static final String NO_RULES = "none";

    private static final int MAX_PORT = 65_535;

    static final OptionList OPTIONS = new OptionList();

    private static final Option<Double> SECONDS =
            OPTIONS.amount("seconds", 0, "Ends the demo after so long; 0 does not end it.");
    private static final Option<String> REPLAY =
            OPTIONS.optionalText(
                    "replay", "a log's file", "Log to replay; without one a shop is generated.");
    private static final Option<String> FORMAT =
            CommandLine.formatOption(OPTIONS, LogFormat.REES46);
    private static final Option<Double> SPEED =
            OPTIONS.amount("speed", 1, "Times real time; 0 is as fast as possible.");
    private static final Option<Double> RATE =
            OPTIONS.positive("rate", 200, "Events a second of the generated shop.");
    private static final Option<Long> SEED = CommandLine.seedOption(OPTIONS);
    static final Option<String> RULES =
            OPTIONS.of(
                    key("rules").stringType().defaultValue(RuleFiles.STARTER),
                    "a file or folder of rules, '%s' or '%s'"
                            .formatted(RuleFiles.STARTER, NO_RULES),
                    any -> true,
                    "Rules that are sent to the job.");
    private static final Option<String> CONFIG = CommandLine.configOption(OPTIONS);
    private static final Option<Integer> WEB_PORT =
            OPTIONS.number("webport", 0, 0, MAX_PORT, "Port of Flink's web UI; 0 is a free one.");
    private static final Option<Integer> PAGE_PORT =
            OPTIONS.number("pageport", 0, 0, MAX_PORT, "Port of the live page; 0 is a free one.");
    private static final Option<Double> BREAK_TAG =
            OPTIONS.amount(
                    "break-tag",
                    0,
                    "For so many seconds the generated shop's tag loses events, six minutes after"
                            + " the start; 0 does not break it.");
    private static final Option<String> BREAK_TYPE =
            OPTIONS.choice(
                    "break-type",
                    BrokenTag.TYPES.get(0).name(),
                    BrokenTag.TYPES.stream().map(EventType::name).toList(),
                    "Type of the events that are lost.");

    /**
     * Reads the options from {@code -D} properties.
     *
     * @throws IllegalArgumentException with all faults
     */
    static DemoOptions of(Properties properties) {
        CommandLine line = new CommandLine(properties, OPTIONS);
        LogFormat format = line.format(FORMAT, REPLAY);
        // Only checked here, before anything starts: the job's settings need the broker's address.
        line.settings(CONFIG);
        double broken = line.get(BREAK_TAG);
        if (broken > 0 && (line.optional(REPLAY).isPresent() || line.get(SPEED) != 1)) {
            line.fault(BREAK_TAG, "must be 0 unless a shop is generated at speed 1");
        }
        line.check();
        double seconds = line.get(SECONDS);
        String rules = line.get(RULES);
        return new DemoOptions(
                seconds == 0 ? null : Duration.ofMillis((long) (seconds * 1000)),
                line.optional(REPLAY).map(Path::of).orElse(null),
                format,
                line.get(SPEED),
                line.get(RATE),
                line.get(SEED),
                line.optional(CONFIG).map(Path::of).orElse(null),
                rules.equals(NO_RULES) ? null : rules,
                line.get(WEB_PORT),
                line.get(PAGE_PORT),
                broken == 0
                        ? BrokenTag.NONE
                        : new BrokenTag(
                                EventType.valueOf(line.get(BREAK_TYPE)),
                                BrokenTag.AFTER,
                                Duration.ofMillis((long) (broken * 1000))));
    }

    /** True if a shop is generated whose events happen as they are sent, after a short past. */
    boolean isLive() {
        return replay == null && speed == 1;
    }

    /** True if the events are sent as fast as the job takes them. */
    boolean asFastAsPossible() {
        return speed == 0;
    }
}
