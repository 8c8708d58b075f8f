package io.nextclick.testkit;

import io.nextclick.contract.Topic;
import io.nextclick.graph.Sinks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.CloseableIterator;

/** Takes what a bounded job writes to some topics, and discards the rest. */
public final class Collected implements Sinks {

    private final Set<Topic<?>> wanted;
    private final Map<Topic<?>, CloseableIterator<?>> streams = new HashMap<>();

    private Collected(Set<Topic<?>> wanted) {
        this.wanted = wanted;
    }

    public static Collected of(Topic<?>... topics) {
        return new Collected(Set.of(topics));
    }

    @Override
    public <T> void write(Topic<T> topic, DataStream<T> stream) {
        if (wanted.contains(topic)) {
            streams.put(topic, stream.collectAsync());
        } else {
            stream.sinkTo(new DiscardingSink<>()).uid("write-" + topic.name());
        }
    }

    /** All records of a topic; waits for the end of the job, which has to be started before. */
    public <T> List<T> all(Topic<T> topic) {
        List<T> records = new ArrayList<>();
        stream(topic).forEachRemaining(records::add);
        return records;
    }

    /** The first record of a topic, of a job that goes on; nothing more can be read from it. */
    public <T> T first(Topic<T> topic) throws Exception {
        try (CloseableIterator<T> records = stream(topic)) {
            return records.next();
        }
    }

    @SuppressWarnings("unchecked")
    private <T> CloseableIterator<T> stream(Topic<T> topic) {
        return (CloseableIterator<T>) streams.get(topic);
    }
}
