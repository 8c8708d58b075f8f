package io.nextclick.graph;

import io.nextclick.config.Settings;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Edges on which no list waits. Each edge has a thread that wakes up as often as its records may
 * wait: at a millisecond an edge costs a machine with few cores as much as an operator.
 */
final class RelaxedEdges {

    /** How long records may wait for each other where no list waits for them. */
    private static final long RELAXED_MILLIS = 100;

    private RelaxedEdges() {}

    /** Relaxes the edges that begin at an operator itself, not at one chained behind it. */
    static <T> SingleOutputStreamOperator<T> relax(
            SingleOutputStreamOperator<T> operator, Settings settings) {
        return operator.setBufferTimeout(
                Math.max(settings.bufferTimeout().toMillis(), RELAXED_MILLIS));
    }
}
