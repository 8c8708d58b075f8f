package io.nextclick.alarm;

import static io.nextclick.alarm.SimulatedSeries.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.Harness;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class WatchSeriesTest {

    private static final long MINUTE = SeriesCount.MINUTE_MILLIS;
    private static final long START = SimulatedSeries.START;
    private static final long JUDGED = ArrivalClock.GRACE_MILLIS;

    private static final AlarmSettings SETTINGS =
            new AlarmSettings(true, 3, 30 * DAY, 0.3, 5, DAY, 30_000, 120, 10_000);

    /** One subtask with its clock. */
    private static final class Watched implements AutoCloseable {
        final KeyedOneInputStreamOperatorTestHarness<String, SeriesCount, Alarm> harness;

        Watched(OperatorSubtaskState state) throws Exception {
            harness = Harness.of(new WatchSeries(SETTINGS, Harness.SMALL_CACHE), SeriesCount::key);
            if (state != null) {
                harness.initializeState(state);
            }
            harness.open();
        }

        /** Counts of a minute that arrive in it; then all of it was read. */
        List<Alarm> minute(long minute, String series, long count) throws Exception {
            clock(START + minute, 30_000);
            if (count > 0) {
                send(minute, series, count);
            }
            read(minute);
            clock(START + minute + 1, JUDGED);
            return Harness.take(harness);
        }

        void send(long minute, String series, long count) throws Exception {
            harness.processElement(
                    SeriesCount.of("shop", series, SeriesKind.EVENTS, START + minute, count, 0), 0);
        }

        void read(long minute) throws Exception {
            harness.processWatermark((START + minute + 1) * MINUTE - 10_000);
        }

        void clock(long minute, long millis) throws Exception {
            harness.setProcessingTime(minute * MINUTE + millis);
        }

        List<Alarm> minutes(long from, long to, String series, long count) throws Exception {
            List<Alarm> alarms = new ArrayList<>();
            for (long minute = from; minute < to; minute++) {
                alarms.addAll(minute(minute, series, count));
            }
            return alarms;
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }

    @Test
    void silence_is_seen_by_the_timer() throws Exception {
        try (var watched = new Watched(null)) {
            assertThat(watched.minutes(0, 20, "events", 50)).isEmpty();
            assertThat(watched.minute(20, "events", 0))
                    .singleElement()
                    .matches(alarm -> alarm.state() == Alarm.State.OPEN)
                    .matches(alarm -> alarm.sinceMillis() == (START + 20) * MINUTE);
            assertThat(watched.minutes(21, 30, "events", 0)).as("one alarm").isEmpty();
            assertThat(watched.minutes(30, 40, "events", 50))
                    .extracting(Alarm::state)
                    .containsExactly(Alarm.State.CLOSED);
        }
    }

    @Test
    void a_series_without_counts_is_forgotten_and_nothing_is_left() throws Exception {
        try (var watched = new Watched(null)) {
            watched.minutes(0, 20, "events", 50);
            List<Alarm> alarms = watched.minutes(20, 160, "events", 0);
            assertThat(alarms)
                    .extracting(Alarm::state)
                    .containsExactly(Alarm.State.OPEN, Alarm.State.FORGOTTEN);
            assertThat(alarms.get(1).key()).isEqualTo("shop/events");
            Harness.checkpoint(watched.harness);
            assertThat(watched.harness.numKeyedStateEntries()).as("nothing is left").isZero();
            assertThat(watched.harness.numProcessingTimeTimers()).isZero();
        }
    }

    @Test
    void a_series_without_an_alarm_is_forgotten_without_a_word() throws Exception {
        try (var watched = new Watched(null)) {
            watched.minute(0, "events", 50);
            assertThat(watched.minutes(1, 140, "events", 0)).isEmpty();
            Harness.checkpoint(watched.harness);
            assertThat(watched.harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void a_job_that_is_behind_takes_its_delay_for_no_silence() throws Exception {
        try (var watched = new Watched(null)) {
            watched.minutes(0, 20, "events", 50);
            for (int seconds = 0; seconds < 600; seconds += 5) {
                watched.clock(START + 21, seconds * 1_000L);
                // It reads, but is still in minute 20.
                watched.harness.processWatermark((START + 20) * MINUTE + seconds);
            }
            assertThat(Harness.take(watched.harness)).isEmpty();
            for (long minute = 20; minute < 30; minute++) {
                watched.send(minute, "events", 50);
                watched.read(minute);
            }
            watched.clock(START + 31, JUDGED + 5_000);
            assertThat(Harness.take(watched.harness)).isEmpty();
        }
    }

    @Test
    void a_watermark_that_stands_still_is_not_waited_for() throws Exception {
        try (var watched = new Watched(null)) {
            watched.minutes(0, 20, "events", 50);
            for (int seconds = 0; seconds < 180; seconds += 5) {
                watched.clock(START + 20, seconds * 1_000L);
            }
            assertThat(Harness.take(watched.harness))
                    .singleElement()
                    .matches(alarm -> alarm.state() == Alarm.State.OPEN);
        }
    }

    @Test
    void series_are_judged_apart() throws Exception {
        try (var watched = new Watched(null)) {
            for (long minute = 0; minute < 20; minute++) {
                watched.clock(START + minute, 1_000);
                watched.send(minute, "events:VIEW", 50);
                watched.minute(minute, "events", 60);
            }
            watched.clock(START + 20, 1_000);
            watched.send(20, "events:VIEW", 50);
            assertThat(watched.minute(20, "events", 5))
                    .extracting(Alarm::series)
                    .containsExactly("events");
        }
    }

    @Test
    void counts_of_several_subtasks_add_up_and_late_ones_are_left_out() throws Exception {
        try (var watched = new Watched(null)) {
            for (long minute = 0; minute < 20; minute++) {
                watched.clock(START + minute, 1_000);
                watched.send(minute, "events", 25);
                watched.minute(minute, "events", 25);
            }
            watched.send(5, "events", 1_000);
            assertThat(watched.minute(20, "events", 50)).isEmpty();
            assertThat(watched.minute(21, "events", 5))
                    .singleElement()
                    .matches(alarm -> alarm.expected() > 45 && alarm.expected() < 55);
        }
    }

    @Test
    void no_more_series_than_the_bound_are_watched() throws Exception {
        InternalOperatorMetricGroup metrics =
                UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup();
        WatchSeries watch = new WatchSeries(SETTINGS, Harness.SMALL_CACHE);
        try (var harness = Harness.counting(metrics, watch, SeriesCount::key)) {
            harness.open();
            for (int i = 0; i < 5; i++) {
                harness.processElement(
                        SeriesCount.of("s" + i, "events", SeriesKind.EVENTS, START, 1, 0), 0);
            }
            Harness.checkpoint(harness);
            assertThat(harness.numKeyedStateEntries()).isEqualTo(3);
            assertThat(harness.numProcessingTimeTimers()).isEqualTo(3);
        }
    }

    @Test
    void a_restart_keeps_the_expectation_and_the_open_alarm() throws Exception {
        OperatorSubtaskState snapshot;
        try (var watched = new Watched(null)) {
            watched.minutes(0, 20, "events", 50);
            assertThat(watched.minute(20, "events", 0)).hasSize(1);
            watched.clock(START + 21, 30_000);
            watched.send(21, "events", 20);
            snapshot = Harness.checkpoint(watched.harness);
        }
        try (var watched = new Watched(snapshot)) {
            watched.clock(START + 25, 0);
            assertThat(Harness.take(watched.harness)).as("nothing was read yet").isEmpty();
            watched.send(21, "events", 30);
            for (long minute = 22; minute < 27; minute++) {
                watched.send(minute, "events", 50);
                watched.read(minute);
            }
            assertThat(watched.minute(27, "events", 50))
                    .singleElement()
                    .matches(alarm -> alarm.state() == Alarm.State.CLOSED)
                    .matches(alarm -> alarm.sinceMillis() == (START + 20) * MINUTE)
                    .matches(alarm -> alarm.observed() == 250);
        }
    }

    @Test
    void a_gap_of_hours_is_left_out() throws Exception {
        try (var watched = new Watched(null)) {
            watched.minutes(0, 20, "events", 50);
            // The job reads on with the newest records, hours later.
            watched.clock(START + 500, 0);
            Harness.take(watched.harness);
            watched.send(500, "events", 50);
            watched.read(500);
            watched.clock(START + 501, JUDGED);
            assertThat(watched.minutes(501, 510, "events", 50)).isEmpty();
        }
    }
}
