package io.nextclick.graph;

import io.nextclick.contract.Topic;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Where the records of topics go. */
@FunctionalInterface
public interface Sinks {

    /** Writes a stream to a topic; called once a topic. */
    <T> void write(Topic<T> topic, DataStream<T> stream);
}
