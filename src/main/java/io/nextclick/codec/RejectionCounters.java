package io.nextclick.codec;

import io.nextclick.event.ReasonCode;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * A counter for each reason for which a decoder refuses records. One that it was not known to give
 * gets its counter when it does.
 */
public final class RejectionCounters {

    private final Map<ReasonCode, Counter> byReason = new EnumMap<>(ReasonCode.class);

    private final MetricGroup group;

    /**
     * @param expected reasons that are counted from 0 on
     */
    public RejectionCounters(MetricGroup metrics, Collection<ReasonCode> expected) {
        group = metrics.addGroup(ReasonCode.METRIC_GROUP);
        expected.forEach(this::counter);
    }

    public void count(ReasonCode reason) {
        counter(reason).inc();
    }

    private Counter counter(ReasonCode reason) {
        return byReason.computeIfAbsent(reason, each -> group.counter(each.name()));
    }
}
