package io.nextclick.graph;

import io.nextclick.codec.RawRecord;
import io.nextclick.contract.Topic;
import org.apache.flink.api.connector.source.Source;

/** Where the records of topics come from. */
@FunctionalInterface
public interface Sources {

    /** The records of one topic, or of several with records of one kind. */
    Source<RawRecord, ?, ?> read(Topic<?>... topics);
}
