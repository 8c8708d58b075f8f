package io.nextclick.writeback;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts the accesses of an operator to its keyed state: metrics {@code stateReads} and {@code
 * stateWrites}.
 */
public final class StateAccess {

    /** Metric of values read from keyed state. */
    public static final String READS = "stateReads";

    /** Metric of values written to or cleared from keyed state. */
    public static final String WRITES = "stateWrites";

    private final Counter reads;
    private final Counter writes;

    /** Registers both counters with an operator. */
    public StateAccess(MetricGroup metrics) {
        this.reads = metrics.counter(READS);
        this.writes = metrics.counter(WRITES);
    }

    /** Counts one read. */
    public void read() {
        reads.inc();
    }

    /** Counts one write. */
    public void write() {
        writes.inc();
    }

    long reads() {
        return reads.getCount();
    }

    long writes() {
        return writes.getCount();
    }
}
