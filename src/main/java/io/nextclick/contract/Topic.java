package io.nextclick.contract;

import io.nextclick.codec.AvroBuffer;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A topic: all that is known of it, said once. Options, connectors, the script that creates topics
 * and the documents are made of it.
 *
 * @param name default name in Kafka, and name of its option
 * @param direction whether the job reads or writes it
 * @param schema the contract
 * @param content the contract and what a record means, for the documents
 * @param keyText what the records' key is, for the documents
 * @param cleanup what Kafka keeps; a compacted topic is always read from its beginning
 * @param clock whose clock the records' timestamps are of
 * @param option what the option's description says
 * @param key the key of a record of the job; null for topics that it only reads
 * @param value how a record of the job is written; null for topics that it only reads
 * @param <T> the job's own record
 */
public record Topic<T>(
        String name,
        Direction direction,
        Schema schema,
        String content,
        String keyText,
        Cleanup cleanup,
        Clock clock,
        String option,
        @Nullable Key<T> key,
        @Nullable Value<T> value) {

    /**
     * Header of the records that the job writes to compacted topics: when their writer began, ms
     * since the epoch, in digits. Of two records of a key the one with the lower number is stale.
     */
    public static final String EPOCH = "epoch";

    /** Who writes and who reads. */
    public enum Direction {
        /** The job reads it. */
        INPUT,
        /** The job writes it. */
        OUTPUT,
        /** The job writes it and reads it again. */
        BOTH
    }

    /** Kafka's {@code cleanup.policy}. */
    public enum Cleanup {
        /** Old records are deleted. */
        DELETE,
        /** The newest record of each key is kept. */
        COMPACT
    }

    /** Kafka's {@code message.timestamp.type}. */
    public enum Clock {
        /** The broker's default. */
        OF_BROKER,
        /** What the option {@code kafka.event-timestamps} says. */
        OF_EVENTS
    }

    /** The bytes of a record's key. */
    public interface Key<T> extends Function<T, byte @Nullable []>, Serializable {

        /** A textual key. */
        static <T> Key<T> text(TextKey<T> key) {
            return record -> key.apply(record).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The text of a record's key. */
    public interface TextKey<T> extends Function<T, String>, Serializable {}

    /** How a record of the job is written as its contract says. */
    public interface Value<T> extends Serializable {

        /** Writes a record into the buffer; false for a tombstone, of which it writes nothing. */
        boolean write(T record, AvroBuffer into);

        /** By the contract's class: for topics with few records. */
        static <T> Value<T> of(Contract<T> contract) {
            return (record, into) -> {
                SpecificRecord written = contract.apply(record);
                if (written != null) {
                    into.writeRecord(written);
                }
                return written != null;
            };
        }
    }

    /** The contract of a record, null for a tombstone. */
    public interface Contract<T> extends Function<T, @Nullable SpecificRecord>, Serializable {}

    /** The option that renames it. */
    public String optionKey() {
        return "kafka.topic." + name;
    }

    /** True if the newest record of each key is kept, so that readers begin at the beginning. */
    public boolean isCompacted() {
        return cleanup == Cleanup.COMPACT;
    }

    @Override
    public String toString() {
        return name;
    }
}
