package io.nextclick.feedback;

import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

/**
 * Turns changes of feedback into their sum, once a minute. What a list had added is taken away in
 * the minute in which it changes, so a number of one minute may be below 0, and all minutes
 * together are exact. There is a sum of all lists, and one of those of each segment.
 *
 * <p>Key: {@link Feedback#countKey}.
 *
 * <p>State: one {@link FeedbackCounts} a key, at most one read and one write a change, of {@value
 * FeedbackSums#MAX_POSITIONS} positions and {@value FeedbackSums#MAX_CURRENCIES} currencies, and as
 * much for each of {@value FeedbackCounts#MAX_SEGMENTS} segments. It goes at the end of its minute.
 *
 * <p>Timers: one processing-time timer a key at the end of the minute. Minutes are in processing
 * time: a chart shows what is emitted now. A timer that is late, as after a restart, still closes
 * its own minute.
 */
public final class CountFeedback
        extends KeyedWriteBack<FeedbackCounts, FeedbackDelta, FeedbackMetrics> {

    /** Metric of changes with revenue in more currencies than are counted. */
    static final String LEFT_OUT = "feedbackCurrenciesLeftOut";

    /** Metric of lists' segments beyond those that are counted. */
    static final String SEGMENTS_LEFT_OUT = "feedbackSegmentsLeftOut";

    private transient Counter leftOut;
    private transient Counter segmentsLeftOut;

    /**
     * @param limits objects in memory
     */
    public CountFeedback(WriteBackState.Limits limits) {
        super(state(), limits);
    }

    /** One {@link FeedbackCounts} a key; a timer removes it. */
    static StateSpec<FeedbackCounts> state() {
        return StateSpec.value("feedback-counts", FeedbackCounts.class, FeedbackCounts::new);
    }

    @Override
    public void open(OpenContext context) {
        leftOut = getRuntimeContext().getMetricGroup().counter(LEFT_OUT);
        segmentsLeftOut = getRuntimeContext().getMetricGroup().counter(SEGMENTS_LEFT_OUT);
    }

    @Override
    public void processElement(
            FeedbackDelta delta, Context context, Collector<FeedbackMetrics> out) {
        String key = context.getCurrentKey();
        FeedbackCounts counts = state.get(key);
        long now = context.timerService().currentProcessingTime();
        if (counts.isDue(now)) {
            context.timerService().deleteProcessingTimeTimer(counts.endMillis);
            closeMinute(key, counts, out);
            counts = state.get(key);
        }
        if (counts.endMillis == 0) {
            counts.endMillis =
                    now
                            - Math.floorMod(now, FeedbackCounts.MINUTE_MILLIS)
                            + FeedbackCounts.MINUTE_MILLIS;
            context.timerService().registerProcessingTimeTimer(counts.endMillis);
        }
        leftOut.inc(counts.addAll(delta) ? 0 : 1);
        segmentsLeftOut.inc(counts.addToSegments(delta));
        state.changed(key);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<FeedbackMetrics> out) {
        String key = context.getCurrentKey();
        FeedbackCounts counts = state.get(key);
        if (counts.isDue(millis)) {
            closeMinute(key, counts, out);
        }
    }

    private void closeMinute(String key, FeedbackCounts counts, Collector<FeedbackMetrics> out) {
        long minute = counts.endMillis - FeedbackCounts.MINUTE_MILLIS;
        emit(new FeedbackMetrics(minute, "", counts.delta(key)), out);
        for (SegmentSums each : counts.segments) {
            emit(new FeedbackMetrics(minute, each.segment, each.delta(key)), out);
        }
        state.remove(key);
    }

    private static void emit(FeedbackMetrics metrics, Collector<FeedbackMetrics> out) {
        if (!metrics.change().isZero()) {
            out.collect(metrics);
        }
    }
}
