package io.nextclick.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.StoredBytes;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesStateBytesTest {

    private final SeriesStateSerializer serializer = new SeriesStateSerializer();
    private final StoredBytes<SeriesState> stored = new StoredBytes<>(serializer);

    private static SeriesState watched(int minutes) {
        SeriesState state = new SeriesState();
        state.minute = SimulatedSeries.START;
        state.seenMinute = state.minute;
        SeriesWatch watch = new SeriesWatch(SeriesWatchTest.SETTINGS);
        SimulatedSeries series = SimulatedSeries.flat(1, 10);
        for (int i = 0; i < minutes; i++) {
            long count = series.count(state.minute, 1);
            Causes.add(state, "page=item", count / 3);
            Causes.add(state, "page=home", count - count / 3);
            watch.judge(state, "shop/events", count, 0);
        }
        state.seenMinute = state.minute - 1;
        return state;
    }

    private static SeriesState open() {
        SeriesState state = watched(200);
        state.kind = SeriesKind.LAG;
        state.timerMillis = 60_000 * state.minute + 68_000;
        state.published = true;
        state.counts = new long[] {3, -1};
        state.bases = new long[] {9, 0};
        state.sinceMinute = state.minute - 4;
        state.openedMinute = state.minute - 2;
        state.window = 3;
        state.direction = Alarm.Direction.SURGE;
        state.severity = Alarm.Severity.CRITICAL;
        state.cause = "page=item has 100 % of the change and usually 67 % of the series";
        return state;
    }

    @Test
    void a_series_is_written_as_ever_and_read_back_as_it_was() throws IOException {
        stored.areAsIn("/golden/series-state.hex", List.of(open(), new SeriesState()));
    }

    @Test
    void a_copy_is_the_same_and_shares_nothing_that_changes() {
        SeriesState state = open();
        SeriesState copy = serializer.copy(state);
        assertThat(copy).usingRecursiveComparison().isEqualTo(state);
        new SeriesWatch(SeriesWatchTest.SETTINGS).judge(copy, "shop/events", 1, 0);
        Causes.add(copy, "page=item", 5);
        assertThat(state).usingRecursiveComparison().isEqualTo(open());
    }

    @Test
    void a_series_of_many_weeks_has_about_two_kilobytes() throws IOException {
        assertThat(stored.bytes(watched(0))).hasSizeLessThan(140);
        assertThat(stored.bytes(watched(3 * 7 * SimulatedSeries.DAY))).hasSizeBetween(1_800, 2_500);
    }

    @Test
    void broken_bytes_are_refused_and_ask_for_no_more_memory_than_they_have() throws IOException {
        stored.refusesBroken(open(), new Random(6));
    }
}
