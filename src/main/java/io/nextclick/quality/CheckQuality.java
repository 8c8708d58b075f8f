package io.nextclick.quality;

import io.nextclick.event.Event;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ReasonCode;
import io.nextclick.writeback.EnumCounters;
import io.nextclick.writeback.StateAccess;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns valid events into events that were not seen before. An id that comes again with other
 * content is another event and a finding.
 *
 * <p>Key: {@link Event#sourceKey()}, so repeated deliveries of one event meet and the order of a
 * device's events is kept.
 *
 * <p>State: the ids of the key's events with a hash of their content, each until its TTL, {@code
 * quality.duplicate-window}. One read an event, and one write a new one; one read more of an id
 * with other content.
 *
 * <p>No timers. Late events pass: the sessions handle them.
 */
public final class CheckQuality extends KeyedProcessFunction<String, Event, Event> {

    /** Ids with several contents. */
    public static final OutputTag<QualityFinding> FINDINGS =
            new OutputTag<>("quality-findings", TypeInformation.of(QualityFinding.class));

    private final Duration duplicateWindow;

    private transient SeenEventsState seen;
    private transient Counter duplicates;
    private transient EnumCounters<QualityFinding.Kind> findings;

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
        findings =
                new EnumCounters<>(metrics, QualityFinding.METRIC_GROUP, QualityFinding.Kind.class);
        duplicates = metrics.addGroup(ReasonCode.METRIC_GROUP).counter(ReasonCode.DUPLICATE.name());
    }

    @Override
    public void processElement(Event event, Context context, Collector<Event> out)
            throws Exception {
        switch (seen.remember(event)) {
            case NEW -> out.collect(event);
            case REPEATED -> duplicates.inc();
            case CONFLICTING -> {
                findings.inc(QualityFinding.Kind.CONFLICTING_ID);
                context.output(FINDINGS, conflict(event));
                out.collect(event);
            }
        }
    }

    private static QualityFinding conflict(Event event) {
        return new QualityFinding(
                QualityFinding.Kind.CONFLICTING_ID,
                event.site(),
                event.userId(),
                event.deviceId(),
                event.eventId(),
                event.occurredAtMillis(),
                "event_id was given to another event of the source; both count; this one is of item "
                        + event.itemId());
    }
}
