package io.nextclick.ingest;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nextclick.event.EventChecks;
import io.nextclick.event.Money;
import io.nextclick.option.Durations;
import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;

/** Options of what a valid event is. */
public final class IngestOptions {

    public static final OptionList ALL = new OptionList();

    private static final Duration YEARS = Duration.ofDays(3_650);

    static final Option<Duration> MAX_FUTURE =
            ALL.duration(
                    "quality.max-future",
                    Duration.ofMinutes(5),
                    Duration.ZERO,
                    YEARS,
                    "How far an event may be ahead of its arrival.");
    static final Option<Duration> MAX_AGE =
            ALL.duration(
                    "quality.max-age",
                    Duration.ofDays(30),
                    Duration.ZERO,
                    YEARS,
                    "How old an event may be at its arrival; 0 allows any age.");
    static final Option<Duration> MAX_CLOCK_SKEW =
            ALL.duration(
                    "quality.max-clock-skew",
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(1),
                    Duration.ofDays(1),
                    "How far both occurred_at and sent_at of an event may be ahead of its arrival;"
                            + " beyond it the device's clock is ahead, and the event's time is put"
                            + " right by what sent_at is ahead. At most quality.max-future.");
    static final Option<Integer> MAX_ID_LENGTH =
            ALL.number(
                    "quality.max-id-length",
                    256,
                    1,
                    100_000,
                    "Maximum length of an id, in characters.");
    static final Option<Integer> MAX_FIELD_LENGTH =
            ALL.number(
                    "quality.max-field-length",
                    4_096,
                    1,
                    10_000_000,
                    "Maximum length of another text field, in characters.");
    static final Option<Integer> MAX_ATTRIBUTES =
            ALL.number(
                    "quality.max-attributes",
                    64,
                    0,
                    10_000,
                    "Maximum number of free attributes of an event.");

    /** Of prices of events and items, and of rules. */
    public static final Option<String> DEFAULT_CURRENCY =
            ALL.of(
                    key("money.default-currency").stringType().defaultValue(Money.DEFAULT_CURRENCY),
                    "three capital letters",
                    Money::isCurrency,
                    "Currency (ISO 4217) of prices of events and items that state none, and of"
                            + " rules that state none.");

    private IngestOptions() {}

    public static EventChecks settings(OptionValues given) {
        given.require(
                given.get(MAX_CLOCK_SKEW).compareTo(given.get(MAX_FUTURE)) <= 0,
                MAX_CLOCK_SKEW,
                "at most quality.max-future=" + Durations.text(given.get(MAX_FUTURE)));
        return new EventChecks(
                given.millis(MAX_FUTURE),
                given.millis(MAX_AGE),
                given.millis(MAX_CLOCK_SKEW),
                given.get(MAX_ID_LENGTH),
                given.get(MAX_FIELD_LENGTH),
                given.get(MAX_ATTRIBUTES));
    }
}
