package io.nextclick.segment;

import io.nextclick.writeback.EnumCounters;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What is counted of the matching of rules. */
final class TriggerCounters {

    final EnumCounters<EventOrder.Outcome> outcomes;
    final EnumCounters<SegmentChange.Kind> changes;
    final Counter reminders;

    TriggerCounters(MetricGroup metrics) {
        outcomes = new EnumCounters<>(metrics, "triggerEvents", EventOrder.Outcome.class);
        changes = new EnumCounters<>(metrics, "memberships", SegmentChange.Kind.class);
        reminders = metrics.counter("reminders");
    }
}
