package io.nextclick.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.alarm.Alarm;
import io.nextclick.alarm.AlarmSettings;
import io.nextclick.contract.AlarmContract;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AlarmWatcherTest {

    private static final long TWO_PAST_TEN = Instant.parse("2026-11-24T10:02:00Z").toEpochMilli();

    private final List<String> lines = new ArrayList<>();
    private final AlarmWatcher watcher = new AlarmWatcher(TWO_PAST_TEN, ZoneOffset.UTC, lines::add);

    private void alarm(String series, Alarm.State state, long observed, String cause)
            throws IOException {
        Alarm alarm =
                new Alarm(
                        "default",
                        series,
                        state,
                        observed < 200 ? Alarm.Direction.DROP : Alarm.Direction.SURGE,
                        Alarm.Severity.CRITICAL,
                        TWO_PAST_TEN,
                        TWO_PAST_TEN + 60_000,
                        1,
                        200,
                        observed,
                        1e-9,
                        cause);
        byte[] value =
                io.nextclick.avro.Alarm.getEncoder()
                        .encode(Objects.requireNonNull(AlarmContract.of(alarm)))
                        .array();
        watcher.accept(alarm.key(), value);
    }

    private String shown() {
        return watcher.inWords(TWO_PAST_TEN);
    }

    @Test
    void an_open_alarm_is_shown_until_it_is_closed() throws Exception {
        alarm("events:IMPRESSION", Alarm.State.OPEN, 0, "page=item");
        assertThat(shown())
                .isEqualTo("events:IMPRESSION 100 % below expected since 10:02 (page=item)");
        alarm("events:IMPRESSION", Alarm.State.CLOSED, 200, "as expected again");
        assertThat(shown()).isEqualTo("none open");
        assertThat(lines)
                .containsExactly(
                        "alarm: events:IMPRESSION 100 % below expected since 10:02 (page=item)",
                        "alarm closed: events:IMPRESSION, as expected again");
    }

    @Test
    void a_surge_is_above_what_is_expected_and_one_that_is_forgotten_is_gone() throws Exception {
        alarm("lag", Alarm.State.OPEN, 500, "");
        assertThat(shown()).isEqualTo("lag 150 % above expected since 10:02");
        watcher.accept("default/lag", null);
        assertThat(shown()).isEqualTo("none open");
        assertThat(lines).hasSize(1);
    }

    @Test
    void three_are_named_and_that_there_are_more() throws Exception {
        for (String series : List.of("a", "b", "c", "d")) {
            alarm(series, Alarm.State.OPEN, 100, "");
        }
        assertThat(shown())
                .isEqualTo(
                        "a 50 % below expected since 10:02; b 50 % below expected since 10:02;"
                                + " c 50 % below expected since 10:02; …");
    }

    @Test
    void while_nothing_can_be_judged_no_alarm_says_nothing() {
        assertThat(watcher.inWords(TWO_PAST_TEN - 1))
                .isEqualTo("-  (series are learnt until 10:02)");
        AlarmSettings off = new AlarmSettings(false, 1, 1, 0.3, 2, 1, 1, 1, 1);
        assertThat(AlarmWatcher.of(off, 0, ZoneOffset.UTC, lines::add).inWords(TWO_PAST_TEN))
                .isEqualTo("-  (series are not watched)");
        AlarmSettings on = new AlarmSettings(true, 1, 1, 0.3, 2, 1, 1, 1, 1);
        AlarmWatcher learning = AlarmWatcher.of(on, 0, ZoneOffset.UTC, lines::add);
        assertThat(learning.inWords(119_999)).isEqualTo("-  (series are learnt until 00:02)");
        assertThat(learning.inWords(120_000)).isEqualTo("none open");
    }
}
