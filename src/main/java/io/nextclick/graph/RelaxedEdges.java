package io.nextclick.graph;

import io.nextclick.config.Settings;
import io.nextclick.message.Batch;
import io.nextclick.message.GatherBySubtask;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Edges on which no list waits. Their records wait for each other, or are gathered to batches: sent
 * at once, each would cost its receiver as much as one that a list waits for.
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

    /** Gathers records that are keyed so where they go; the batches wait for each other, too. */
    static <T> DataStream<Batch<T>> gather(
            String id,
            DataStream<T> records,
            KeySelector<T, String> key,
            TypeInformation<Batch<T>> type,
            Settings settings) {
        return relax(records.transform(id, type, new GatherBySubtask<>(key)).uid(id), settings);
    }
}
