package io.nextclick.segment;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;

/** Options of segments and recommendation rules. */
public final class TriggerOptions {

    public static final OptionList ALL = new OptionList();

    static final Option<Duration> OUT_OF_ORDERNESS =
            ALL.duration(
                    "triggers.out-of-orderness",
                    Duration.ofSeconds(10),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    "So much later an absence is complete. An event that lies no further behind the"
                            + " newest of its person is sorted in, whatever else is remembered.");
    static final Option<Integer> RETAINED_EVENTS =
            ALL.number(
                    "triggers.retained-events",
                    50,
                    0,
                    10_000,
                    "Maximum number of recent events of a person that are kept: new rules are matched"
                            + " against them, and late events and histories that change hands are"
                            + " sorted in among them. What is older is counted and not matched.");
    static final Option<Duration> RETAINED_FOR =
            ALL.duration(
                    "triggers.retained-for",
                    Duration.ofDays(7),
                    Duration.ofSeconds(1),
                    Duration.ofDays(400),
                    "How long they are kept.");
    static final Option<Integer> MAX_PARTIALS =
            ALL.number(
                    "triggers.max-partials",
                    500,
                    1,
                    100_000,
                    "Maximum number of partial matches of a person, one for each rule and partition value; the"
                            + " one that ends first is evicted.");
    static final Option<Integer> MAX_MEMBERSHIPS =
            ALL.number(
                    "triggers.max-memberships",
                    100,
                    1,
                    10_000,
                    "Maximum number of segments and recommendation rules that a person is in; the oldest"
                            + " is evicted.");
    static final Option<Integer> MAX_RUNS =
            ALL.number(
                    "triggers.max-runs",
                    64,
                    1,
                    10_000,
                    "Maximum number of unfinished runs of a sequence in a partial match; the oldest is evicted.");
    static final Option<Integer> MAX_RULES =
            ALL.number(
                    "triggers.max-rules",
                    10_000,
                    1,
                    100_000,
                    "Maximum number of rules, those removed last among them; more are refused.");
    static final Option<Integer> SWEEP_RATE =
            ALL.number(
                    "triggers.sweep-rate",
                    10_000,
                    1,
                    1_000_000,
                    "Persons a second and subtask that are brought up to date after a change of"
                            + " the rules although they do nothing.");

    private TriggerOptions() {}

    /** The bounds that options give. */
    public static TriggerSettings settings(OptionValues given, String defaultCurrency) {
        return new TriggerSettings(
                given.millis(OUT_OF_ORDERNESS),
                given.get(RETAINED_EVENTS),
                given.millis(RETAINED_FOR),
                given.get(MAX_PARTIALS),
                given.get(MAX_MEMBERSHIPS),
                given.get(MAX_RUNS),
                given.get(MAX_RULES),
                given.get(SWEEP_RATE),
                defaultCurrency);
    }
}
