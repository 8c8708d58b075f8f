package io.nextclick.alarm;

import static io.nextclick.alarm.SimulatedSeries.DAY;
import static io.nextclick.alarm.SimulatedSeries.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.testkit.Soak;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesWatchTest {

    private static final String KEY = "shop/events:VIEW";
    private static final int MONTH = 30 * DAY;
    static final AlarmSettings SETTINGS =
            new AlarmSettings(true, 100, MONTH, 0.3, 15, DAY, 30_000, 15 * DAY, 10_000);

    private final SeriesWatch watch = new SeriesWatch(SETTINGS);

    private static SeriesState fresh(SeriesKind kind) {
        SeriesState state = new SeriesState();
        state.kind = kind;
        state.minute = START;
        return state;
    }

    private List<Alarm> run(SeriesState state, SimulatedSeries series, int minutes, double times) {
        List<Alarm> alarms = new ArrayList<>();
        for (int i = 0; i < minutes; i++) {
            watch.judge(state, KEY, series.count(state.minute, times), 0).ifPresent(alarms::add);
        }
        return alarms;
    }

    private static long opened(List<Alarm> alarms) {
        // Growing worse is written too, with the same beginning.
        return alarms.stream()
                .filter(alarm -> alarm.state() == Alarm.State.OPEN)
                .map(Alarm::sinceMillis)
                .distinct()
                .count();
    }

    private static SeriesState copy(SeriesState state) {
        return new SeriesStateSerializer().copy(state);
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 0, 0",
        "3, 0, 0",
        "20, 0, 0",
        "20, 0.05, 0",
        "20, 0, 0.02",
        "20, 0.05, 0.02",
        "200, 0, 0",
        "200, 0.05, 0",
        "200, 0, 0.02"
    })
    void false_alarms_stay_within_their_budget(double mean, double dispersion, double drift) {
        int series = Soak.runs(40, 1);
        int weeks = 4;
        long early = 0;
        long alarms = 0;
        for (int seed = 0; seed < series; seed++) {
            SeriesState state = fresh(SeriesKind.EVENTS);
            var simulated = new SimulatedSeries(seed, mean, 0.9, dispersion, drift);
            // Of the first week only a level is known, which an evening's end may leave behind.
            early += opened(run(state, simulated, 7 * DAY, 1));
            alarms += opened(run(state, simulated, weeks * 7 * DAY, 1));
        }
        double months = series * weeks * 7 * DAY / (double) MONTH;
        if (Soak.isWhole()) {
            System.out.printf(
                    Locale.ROOT,
                    "%s a minute, dispersion %s, drift %s: %.2f in the first week, %.2f in 30 days later%n",
                    mean,
                    dispersion,
                    drift,
                    (double) early / series,
                    alarms / months);
        }
        // A Poisson count of mean 1 a month: twice its deviation above. What drifts has more.
        double most = (drift > 0 ? 2.5 : 1) * months;
        assertThat(alarms).isLessThanOrEqualTo(Math.round(most + 2 * Math.sqrt(most)));
    }

    @Test
    void a_series_that_begins_small_while_it_is_learnt_is_no_surge_later() {
        for (int seed = 0; seed < 20; seed++) {
            SeriesState state = fresh(SeriesKind.EVENTS);
            var series = SimulatedSeries.flat(seed, 1_000);
            // Few, then half a minute of them, then all.
            run(state, series, 2, 0.01);
            run(state, series, 1, 0.5);
            assertThat(run(state, series, DAY, 1)).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void a_burst_while_a_series_is_learnt_makes_no_drop_of_what_follows() {
        for (int minute = 0; minute < 15; minute++) {
            SeriesState state = fresh(SeriesKind.EVENTS);
            var series = SimulatedSeries.flat(minute, 1_000);
            run(state, series, minute, 1);
            run(state, series, 1, 10);
            assertThat(run(state, series, DAY, 1)).as("burst in minute %d", minute).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"80, 1", "60, 15"})
    void a_drop_by_half_is_known_within_three_minutes(double mean, int learntDays) {
        int known = 0;
        int runs = 0;
        for (int learnt = 0; learnt < 4; learnt++) {
            SeriesState before = fresh(SeriesKind.EVENTS);
            run(before, SimulatedSeries.flat(learnt, mean), learntDays * DAY, 1);
            for (int seed = 0; seed < Soak.runs(50); seed++) {
                SeriesState state = copy(before);
                var series = SimulatedSeries.flat(1_000 * learnt + seed, mean);
                double phase = series.phase();
                List<Alarm> alarms = run(state, series, 1, phase + (1 - phase) / 2);
                // So many whole minutes are over three minutes after the drop, with the seconds
                // that a minute is waited for.
                double left = 3 - (1 - phase) - ArrivalClock.GRACE_MILLIS / 60_000.0;
                alarms.addAll(run(state, series, (int) left, 0.5));
                known += alarms.isEmpty() ? 0 : 1;
                runs++;
            }
        }
        assertThat(known / (double) runs).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void a_small_series_is_judged_by_a_longer_window() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        SimulatedSeries series = SimulatedSeries.flat(1, 2);
        assertThat(run(state, series, 15 * DAY, 1)).isEmpty();
        List<Alarm> alarms = run(state, series, 60, 0);
        assertThat(alarms).singleElement().matches(alarm -> alarm.windowMinutes() >= 5);
        assertThat(alarms.get(0).direction()).isEqualTo(Alarm.Direction.DROP);
        assertThat(alarms.get(0).severity()).isEqualTo(Alarm.Severity.CRITICAL);
    }

    @Test
    void silence_is_one_alarm_that_closes_when_it_is_over() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        SimulatedSeries series = SimulatedSeries.flat(2, 100);
        run(state, series, DAY, 1);
        long began = state.minute;
        List<Alarm> alarms = run(state, series, 40, 0);
        assertThat(alarms)
                .singleElement()
                .matches(alarm -> alarm.sinceMillis() == began * 60_000)
                .matches(alarm -> alarm.asOfMillis() == (began + 1) * 60_000)
                .matches(alarm -> alarm.expected() > 80 && alarm.chance() < 1e-9)
                .matches(alarm -> alarm.site().equals("shop"))
                .matches(alarm -> alarm.series().equals("events:VIEW"));
        assertThat(run(state, series, 60, 1))
                .extracting(Alarm::state, alarm -> alarm.asOfMillis() / 60_000 - began)
                .as("five whole minutes as expected")
                .containsExactly(tuple(Alarm.State.CLOSED, 45L));
    }

    @Test
    void a_minute_without_any_is_known_at_its_end() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        SimulatedSeries series = SimulatedSeries.flat(3, 50);
        run(state, series, 20, 1);
        assertThat(opened(run(state, series, 1, 0))).isEqualTo(1);
        assertThat(run(state, series, 30, 1))
                .extracting(Alarm::state)
                .containsExactly(Alarm.State.CLOSED);
    }

    @Test
    void a_surge_is_an_alarm_too() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        SimulatedSeries series = SimulatedSeries.flat(4, 50);
        run(state, series, DAY, 1);
        assertThat(run(state, series, 3, 2.5))
                .element(0)
                .matches(alarm -> alarm.direction() == Alarm.Direction.SURGE)
                .matches(alarm -> alarm.ratio() > 2);
    }

    @Test
    void small_changes_of_large_series_are_not_of_interest() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        SimulatedSeries series = SimulatedSeries.flat(5, 100_000);
        run(state, series, DAY, 1);
        assertThat(run(state, series, 60, 0.8)).isEmpty();
    }

    @Test
    void a_level_shift_is_one_alarm_and_then_what_is_expected() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        var series = new SimulatedSeries(6, 100, 0.8, 0, 0);
        run(state, series, 15 * DAY, 1);
        List<Alarm> alarms = run(state, series, 14 * DAY, 0.4);
        assertThat(opened(alarms)).isEqualTo(1);
        Alarm last = alarms.get(alarms.size() - 1);
        assertThat(last.state()).isEqualTo(Alarm.State.CLOSED);
        assertThat(last.cause()).contains("new level");
        assertThat(last.asOfMillis() - last.sinceMillis())
                .isBetween(24 * 3_600_000L, 25 * 3_600_000L);
        assertThat(opened(run(state, series, 10, 0))).as("a drop from there").isEqualTo(1);
    }

    @Test
    void an_evening_of_the_first_week_says_nothing_of_other_hours() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        run(state, SimulatedSeries.flat(9, 100), 2 * DAY, 1);
        assertThat(opened(run(state, SimulatedSeries.flat(9, 100), 5 * 60, 0.2))).isEqualTo(1);
        assertThat(Expectation.of(state, state.minute, 1)).isBetween(15.0, 25.0);
        assertThat(Expectation.of(state, START + 7L * DAY + 600, 1)).isBetween(90.0, 110.0);
    }

    @Test
    void the_hours_of_the_week_are_expected_after_a_week() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        var series = new SimulatedSeries(7, 100, 1, 0, 0);
        run(state, series, 8 * DAY, 1);
        // Thursday, 3 and 15 o'clock: between 20 and 180.
        assertThat(Expectation.of(state, START + 14L * DAY + 180, 1)).isBetween(15.0, 25.0);
        assertThat(Expectation.of(state, START + 14L * DAY + 900, 1)).isBetween(170.0, 190.0);
    }

    @Test
    void the_first_of_what_should_not_be_is_an_alarm_when_there_are_many() {
        SeriesState state = fresh(SeriesKind.REJECTS);
        assertThat(watch.judge(state, "*/rejects:INVALID_PRICE", 3, 0)).isEmpty();
        assertThat(watch.judge(state, "*/rejects:INVALID_PRICE", 40, 0))
                .hasValueSatisfying(
                        alarm -> assertThat(alarm.direction()).isEqualTo(Alarm.Direction.SURGE));
        for (int minute = 0; minute < 10; minute++) {
            watch.judge(state, "*/rejects:INVALID_PRICE", 0, 0);
        }
        assertThat(state.isOpen()).as("none is no drop").isFalse();
    }

    @Test
    void a_share_is_expected_of_its_base() {
        SeriesState state = fresh(SeriesKind.RATE);
        for (int minute = 0; minute < DAY; minute++) {
            int shown = minute % 5 * 200;
            assertThat(watch.judge(state, "shop/ctr:home", shown / 10, shown)).isEmpty();
        }
        for (int minute = 0; minute < 5; minute++) {
            assertThat(watch.judge(state, "shop/ctr:home", 0, 0)).as("nothing shown").isEmpty();
        }
        assertThat(watch.judge(state, "shop/ctr:home", 30, 1_000))
                .hasValueSatisfying(alarm -> assertThat(alarm.expected()).isBetween(80.0, 110.0));
    }

    @Test
    void whatever_is_counted_all_that_is_learnt_stays_a_number() {
        Random random = new Random(8);
        for (SeriesKind kind : SeriesKind.values()) {
            SeriesState state = fresh(kind);
            for (int minute = 0; minute < 3 * DAY; minute++) {
                long base = random.nextInt(3) == 0 ? 0 : random.nextInt(2_000_000_000);
                long count = random.nextInt(3) == 0 ? 0 : random.nextInt();
                watch.judge(state, KEY, count, base)
                        .ifPresent(
                                alarm -> {
                                    assertThat(alarm.expected()).isFinite();
                                    assertThat(alarm.ratio()).isFinite();
                                    assertThat(alarm.chance()).isBetween(0.0, 1.0);
                                });
            }
            assertThat(Expectation.of(state, state.minute, 1)).isFinite().isNotNegative();
            assertThat(Expectation.dispersion(state, 0, state.minute, 10)).isFinite();
        }
    }

    @Test
    void what_is_handled_late_is_an_alarm_from_a_share_on_that_matters() {
        SeriesState state = fresh(SeriesKind.LAG);
        for (int minute = 0; minute < 60; minute++) {
            assertThat(watch.judge(state, "shop/lag", minute % 7, 1_000)).isEmpty();
        }
        assertThat(watch.judge(state, "shop/lag", 600, 1_000)).isPresent();
    }

    @Test
    void the_part_that_has_most_of_the_change_is_named() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        Alarm alarm = null;
        for (int minute = 0; minute < 100 && alarm == null; minute++) {
            boolean broken = minute >= 60;
            Causes.add(state, "page=item", broken ? 0 : 80);
            Causes.add(state, "page=home", 40);
            Causes.add(state, "source=mail", broken ? 13 : 40);
            Causes.add(state, "source=none", broken ? 27 : 80);
            alarm = watch.judge(state, KEY, broken ? 40 : 120, 0).orElse(null);
        }
        assertThat(alarm).isNotNull();
        assertThat(alarm.cause())
                .isEqualTo("page=item has 100 % of the change and usually 67 % of the series");
    }

    @Test
    void where_all_parts_change_alike_none_is_the_cause() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        Alarm alarm = null;
        for (int minute = 0; minute < 100 && alarm == null; minute++) {
            int times = minute < 60 ? 2 : 1;
            Causes.add(state, "page=item", times * 40L);
            Causes.add(state, "page=home", times * 20L);
            alarm = watch.judge(state, KEY, times * 60L, 0).orElse(null);
        }
        assertThat(alarm).isNotNull();
        assertThat(alarm.cause()).isEqualTo("all parts alike");
    }

    @Test
    void no_more_parts_than_the_bound_are_kept_and_those_that_are_gone_make_room() {
        SeriesState state = fresh(SeriesKind.EVENTS);
        for (int part = 0; part <= SeriesState.PARTS; part++) {
            assertThat(Causes.add(state, "page=" + part, 1)).isEqualTo(part < SeriesState.PARTS);
        }
        for (int minute = 0; minute < 300; minute++) {
            watch.judge(state, KEY, 0, 0);
        }
        assertThat(state.parts).isEmpty();
    }
}
