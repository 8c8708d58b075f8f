package io.nextclick.codec;

import io.nextclick.event.ReasonCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** A counter for each reason that sends a record to the dead letters. */
public final class RejectionCounters {

    private final Map<ReasonCode, Counter> byReason = new EnumMap<>(ReasonCode.class);

    public RejectionCounters(MetricGroup metrics) {
        MetricGroup group = metrics.addGroup(ReasonCode.METRIC_GROUP);
        for (ReasonCode reason : ReasonCode.values()) {
            if (reason.isDeadLetter()) {
                byReason.put(reason, group.counter(reason.name()));
            }
        }
    }

    public void count(ReasonCode reason) {
        Objects.requireNonNull(byReason.get(reason), reason::name).inc();
    }
}
