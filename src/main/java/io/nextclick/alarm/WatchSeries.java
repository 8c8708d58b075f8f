package io.nextclick.alarm;

import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;

/**
 * Turns counts of a series into alarms: opened, grown worse, closed.
 *
 * <p>Key: {@link SeriesCount#key}.
 *
 * <p>State: one {@link SeriesState} a key, about 2 kB, until nothing was counted for {@code
 * alarms.forget-after}. A subtask has at most {@code alarms.max-series}; those that come then are
 * refused and counted.
 *
 * <p>Timers: one processing-time timer a key, each minute, which sees silence. A minute is that of
 * the events' arrival. It is judged some seconds after its end if the watermark has passed it too,
 * so that a job that is behind takes its own delay for no silence. A watermark that stands still
 * for a minute is no longer waited for: there is nothing to read. Counts of minutes that are judged
 * are left out and counted.
 */
public final class WatchSeries extends KeyedWriteBack<SeriesState, SeriesCount, Alarm> {

    static final String REFUSED = "alarmSeriesRefused";
    static final String LATE = "alarmCountsLate";
    static final String OPEN = "openAlarms";
    static final String WATCHED = "alarmSeries";
    static final String OPENED = "alarmsOpened";

    /** So long it waits for the watermark before it looks again. */
    static final long AGAIN_MILLIS = 5_000;

    private final AlarmSettings settings;

    private transient SeriesWatch watch;
    private transient ArrivalClock arrival;
    private transient Set<String> watched;
    private transient Set<String> open;
    private transient Counter refused;
    private transient Counter late;
    private transient Counter opened;

    /**
     * @param settings when a series is not as expected
     * @param limits objects in memory
     */
    public WatchSeries(AlarmSettings settings, WriteBackState.Limits limits) {
        super(state(), limits);
        this.settings = settings;
    }

    /** One {@link SeriesState} a key; a timer removes it. */
    static StateSpec<SeriesState> state() {
        return StateSpec.value("watched-series", new SeriesStateSerializer(), SeriesState::new);
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        refused = metrics.counter(REFUSED);
        late = metrics.counter(LATE);
        opened = metrics.counter(OPENED);
        watch = new SeriesWatch(settings);
        watched = new HashSet<>();
        open = new HashSet<>();
        metrics.gauge(WATCHED, watched::size);
        metrics.gauge(OPEN, open::size);
        arrival = new ArrivalClock(settings.outOfOrdernessMillis());
    }

    @Override
    public void processElement(SeriesCount counted, Context context, Collector<Alarm> out) {
        String key = context.getCurrentKey();
        SeriesState series = state.get(key);
        TimerService clock = context.timerService();
        boolean isNew = series.timerMillis == 0;
        if (isNew && !watched.contains(key) && watched.size() >= settings.maxSeries()) {
            refused.inc();
            return;
        }
        if (isNew) {
            // Of a series that should not be the first minute counts; of others it is not whole.
            series.kind = counted.kind();
            series.minute = counted.minute() + (counted.kind().isKnown() ? 0 : 1);
            series.seenMinute = counted.minute();
            wake(series, clock, clock.currentProcessingTime());
        }
        judge(series, key, clock, out);
        late.inc(PendingMinutes.add(series, counted) ? 0 : 1);
        note(series, key);
        state.changed(key);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<Alarm> out) {
        String key = context.getCurrentKey();
        SeriesState series = state.get(key);
        TimerService clock = context.timerService();
        if (series.timerMillis != millis) {
            return;
        }
        judge(series, key, clock, out);
        if (series.minute - series.seenMinute > settings.forgetMinutes()) {
            forget(series, key, out);
            return;
        }
        wake(series, clock, clock.currentProcessingTime());
        note(series, key);
        state.changed(key);
    }

    private void forget(SeriesState series, String key, Collector<Alarm> out) {
        if (series.published) {
            out.collect(SeriesWatch.forgotten(series, key));
        }
        watched.remove(key);
        open.remove(key);
        state.remove(key);
    }

    /** Sets the timer for the next minute's end, or soon if that is over and not judged yet. */
    private static void wake(SeriesState series, TimerService clock, long now) {
        long due = (series.minute + 1) * SeriesCount.MINUTE_MILLIS + ArrivalClock.GRACE_MILLIS;
        series.timerMillis = Math.max(due, now + AGAIN_MILLIS);
        clock.registerProcessingTimeTimer(series.timerMillis);
    }

    private void note(SeriesState series, String key) {
        watched.add(key);
        if (series.isOpen()) {
            open.add(key);
        } else {
            open.remove(key);
        }
    }

    private void judge(SeriesState series, String key, TimerService clock, Collector<Alarm> out) {
        long last =
                arrival.lastMinute(
                        series.kind, clock.currentProcessingTime(), clock.currentWatermark());
        PendingMinutes.judge(
                series,
                key,
                last,
                watch,
                alarm -> {
                    opened.inc(SeriesWatch.isNewlyOpen(series) ? 1 : 0);
                    out.collect(alarm);
                });
    }
}
