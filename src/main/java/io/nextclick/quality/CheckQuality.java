package io.nextclick.quality;

import io.nextclick.event.Event;
import io.nextclick.event.ReasonCode;
import io.nextclick.writeback.StateAccess;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns valid events into events that were not seen before.
 *
 * <p>Key: {@link Event#sourceKey()}, so repeated deliveries of one event meet and the order of a
 * device's events is kept.
 *
 * <p>State: the ids of the key's events, each until its TTL, {@code quality.duplicate-window}. One
 * read an event, and one write a new one.
 *
 * <p>No timers. Late events pass: the sessions handle them.
 */
public final class CheckQuality extends KeyedProcessFunction<String, Event, Event> {

    private final Duration duplicateWindow;

    private transient SeenEventsState seen;
    private transient Counter duplicates;

    /**
     * @param duplicateWindow how long an event id is remembered
     */
    public CheckQuality(Duration duplicateWindow) {
        this.duplicateWindow = duplicateWindow;
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        seen = new SeenEventsState(getRuntimeContext(), duplicateWindow, new StateAccess(metrics));
        duplicates = metrics.addGroup(ReasonCode.METRIC_GROUP).counter(ReasonCode.DUPLICATE.name());
    }

    @Override
    public void processElement(Event event, Context context, Collector<Event> out)
            throws Exception {
        if (seen.remember(event.eventId())) {
            out.collect(event);
        } else {
            duplicates.inc();
        }
    }
}
