package io.nextclick.segment;

import io.nextclick.event.SiteKey;
import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;

/**
 * Turns changes of segments into the size of each, once a minute, by version of its rule. A minute
 * in which something changed is emitted, and the one after it, so that a chart comes down to zero;
 * then nothing is until the next change, and the last size holds. In each, every version is emitted
 * that has members, or had a change in this minute or the one before.
 *
 * <p>The shift of a version is {@code (size - before) / before}, where {@code before} is the size
 * of the version in force until then, just before the first change that shows the new one in force:
 * -0.2 means a fifth fewer members than the version before had, null that it had none. Members go
 * over one by one, so it is steady once they have all been visited. Of a rule that begins anew,
 * exits that came before that first change have made {@code before} smaller.
 *
 * <p>Key: {@link SegmentChange#ruleKey()}.
 *
 * <p>State: one {@link SegmentCounts} a rule, at most one read and one write a change, with at most
 * {@value SegmentCounts#MAX_VERSIONS} versions; the oldest without members is evicted for a new
 * one, else the one with the fewest, and is counted in {@code segmentVersionsForgotten}. It goes
 * when there are no members and a minute without change was emitted. A change that does not fit
 * what was counted, such as an exit of a version that was forgotten, is counted in {@code
 * segmentCountAnomalies}; no size is ever below 0.
 *
 * <p>Timers: one processing-time timer a rule at the end of the minute. Minutes are in processing
 * time: a chart shows what is emitted now, and a change that is late by its events changes the size
 * only when it comes. A timer that is late, as after a restart, still closes its own minute.
 */
public final class CountSegments
        extends KeyedWriteBack<SegmentCounts, SegmentChange, SegmentMetrics> {

    /** Metric of changes that do not fit what was counted. */
    static final String ANOMALIES = "segmentCountAnomalies";

    /** Metric of versions that were evicted at the bound. */
    static final String FORGOTTEN = "segmentVersionsForgotten";

    private transient Counter anomalies;
    private transient Counter forgotten;

    /**
     * @param limits objects in memory
     */
    public CountSegments(WriteBackState.Limits limits) {
        super(state(), limits);
    }

    /**
     * One {@link SegmentCounts} a key; a TTL would lose members, so a timer removes what has none.
     */
    static StateSpec<SegmentCounts> state() {
        return StateSpec.value("segment-counts", SegmentCounts.class, SegmentCounts::new);
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        anomalies = metrics.counter(ANOMALIES);
        forgotten = metrics.counter(FORGOTTEN);
    }

    @Override
    public void processElement(
            SegmentChange change, Context context, Collector<SegmentMetrics> out) {
        String key = context.getCurrentKey();
        SegmentCounts counts = state.get(key);
        long timerMillis = counts.endMillis;
        long now = context.timerService().currentProcessingTime();
        while (counts.isDue(now)) {
            closeMinute(key, counts, out);
        }
        if (!counts.apply(change, now)) {
            anomalies.inc();
        }
        forgotten.inc(counts.forgetVersions());
        if (counts.endMillis != timerMillis) {
            if (timerMillis != 0) {
                context.timerService().deleteProcessingTimeTimer(timerMillis);
            }
            context.timerService().registerProcessingTimeTimer(counts.endMillis);
        }
        state.changed(key);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<SegmentMetrics> out) {
        String key = context.getCurrentKey();
        SegmentCounts counts = state.get(key);
        closeMinute(key, counts, out);
        if (counts.isIdle()) {
            state.remove(key);
            return;
        }
        if (counts.endMillis != 0) {
            context.timerService().registerProcessingTimeTimer(counts.endMillis);
        }
        state.changed(key);
    }

    private static void closeMinute(
            String key, SegmentCounts counts, Collector<SegmentMetrics> out) {
        counts.closeMinute(SiteKey.site(key), SiteKey.id(key)).forEach(out::collect);
    }
}
