package io.nextclick.codec;

import io.nextclick.event.ReasonCode;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it came; bytes are decoded in an operator, so that a poison record cannot stop
 * the source.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset
 * @param timestampMillis its timestamp in Kafka, ms since the epoch; not positive if it has none
 * @param key its key, if any
 * @param value its value; null is a tombstone
 * @param timeOfProducer true if the timestamp is the producer's and not the broker's
 */
public record RawRecord(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        byte @Nullable [] key,
        byte @Nullable [] value,
        boolean timeOfProducer)
        implements Serializable {

    /** A record with the broker's timestamp. */
    public RawRecord(
            String topic,
            int partition,
            long offset,
            long timestampMillis,
            byte @Nullable [] key,
            byte @Nullable [] value) {
        this(topic, partition, offset, timestampMillis, key, value, false);
    }

    /**
     * The value.
     *
     * @throws RefusedException if there is none
     */
    public byte[] presentValue() throws RefusedException {
        if (value == null) {
            throw new RefusedException(ReasonCode.UNDECODABLE, "no value");
        }
        return value;
    }

    /** The record's time in Kafka, but never later than now: a producer may set any. */
    public long arrivedAt(long nowMillis) {
        return timestampMillis > 0 ? Math.min(timestampMillis, nowMillis) : nowMillis;
    }
}
