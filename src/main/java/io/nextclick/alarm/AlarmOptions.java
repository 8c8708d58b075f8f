package io.nextclick.alarm;

import io.nextclick.option.Option;
import io.nextclick.option.OptionList;
import io.nextclick.option.OptionValues;
import java.time.Duration;

/** Options of alarms. */
public final class AlarmOptions {

    public static final OptionList ALL = new OptionList();

    static final Option<Boolean> ENABLED =
            ALL.flag("alarms.enabled", true, "True if series are counted and judged at all.");
    static final Option<Integer> MAX_SERIES =
            ALL.number(
                    "alarms.max-series",
                    2_000,
                    1,
                    100_000,
                    "Maximum number of series that a subtask watches, about 2 kB each. Further ones"
                            + " are not watched; the counter alarmSeriesRefused says so.");
    static final Option<Duration> FALSE_ALARM_INTERVAL =
            ALL.duration(
                    "alarms.false-alarm-interval",
                    Duration.ofDays(30),
                    Duration.ofHours(1),
                    Duration.ofDays(3_650),
                    "In so long at most one false alarm a series is accepted. Shorter finds smaller"
                            + " changes sooner.");
    static final Option<Double> LEAST_CHANGE =
            ALL.chance(
                    "alarms.least-change",
                    0.3,
                    "Share by which a series must fall short of what is expected to be of interest."
                            + " A surge is of interest from the inverse: 0.3 is 1 / 0.7 times what is"
                            + " expected.");
    static final Option<Duration> LEARN =
            ALL.duration(
                    "alarms.learn",
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(2),
                    Duration.ofDays(7),
                    "So long a new series is watched before it is judged.");
    static final Option<Duration> RELEARN =
            ALL.duration(
                    "alarms.relearn",
                    Duration.ofHours(24),
                    Duration.ofMinutes(10),
                    Duration.ofDays(30),
                    "After so long an open alarm ends: its level is what is expected from then on.");
    static final Option<Duration> LAG =
            ALL.duration(
                    "alarms.lag",
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofHours(1),
                    "An event that is handled so long after its arrival in Kafka counts as late in the"
                            + " series lag.");
    static final Option<Duration> FORGET =
            ALL.duration(
                    "alarms.forget-after",
                    Duration.ofDays(15),
                    Duration.ofHours(1),
                    Duration.ofDays(90),
                    "A series of which nothing was counted for so long is forgotten.");

    private AlarmOptions() {}

    /**
     * The settings.
     *
     * @param outOfOrderness how far the watermark stays behind the newest arrival
     */
    public static AlarmSettings settings(OptionValues given, Duration outOfOrderness) {
        return new AlarmSettings(
                given.get(ENABLED),
                given.get(MAX_SERIES),
                given.get(FALSE_ALARM_INTERVAL).toMinutes(),
                given.get(LEAST_CHANGE),
                (int) given.get(LEARN).toMinutes(),
                (int) given.get(RELEARN).toMinutes(),
                given.millis(LAG),
                given.get(FORGET).toMinutes(),
                outOfOrderness.toMillis());
    }
}
