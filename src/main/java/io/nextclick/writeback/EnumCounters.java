package io.nextclick.writeback;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** One counter for each constant of an enum, as metric {@code group.CONSTANT}. */
public final class EnumCounters<E extends Enum<E>> {

    private final Map<E, Counter> counters;

    /** Registers the counters with an operator. */
    public EnumCounters(MetricGroup metrics, String group, Class<E> type) {
        counters = new EnumMap<>(type);
        MetricGroup named = metrics.addGroup(group);
        for (E constant : type.getEnumConstants()) {
            counters.put(constant, named.counter(constant.name()));
        }
    }

    /** Counts one. */
    public void inc(E constant) {
        Counter counter = counters.get(constant);
        if (counter != null) {
            counter.inc();
        }
    }
}
