package io.nextclick.quality;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;

/** Options of the quality checks. */
public final class QualityOptions {

    public static final OptionList ALL = new OptionList();

    private static final Duration YEARS = Duration.ofDays(3_650);

    static final Option<Duration> DUPLICATE_WINDOW =
            ALL.duration(
                    "quality.duplicate-window",
                    Duration.ofHours(24),
                    Duration.ofSeconds(1),
                    YEARS,
                    "How long an event id is remembered.");

    private QualityOptions() {}

    /** How long an event id is remembered. */
    public static Duration settings(OptionValues given) {
        return given.get(DUPLICATE_WINDOW);
    }
}
