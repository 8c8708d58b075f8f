package io.nextclick.contract;

import io.nextclick.avro.DeadLetter;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The contract {@code DeadLetter}. */
public final class DeadLetterContract {

    private DeadLetterContract() {}

    /** The Kafka key of a dead letter: the record's own, unless that had to be cut. */
    static byte @Nullable [] key(RejectedRecord rejected) {
        return rejected.keyCut() ? null : rejected.record().key();
    }

    static DeadLetter of(RejectedRecord rejected) {
        RawRecord record = rejected.record();
        byte[] key = record.key();
        byte[] value = record.value();
        return new DeadLetter(
                rejected.reason().name(),
                rejected.detail(),
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestampMillis()),
                key == null ? null : ByteBuffer.wrap(key),
                ByteBuffer.wrap(value == null ? new byte[0] : value),
                rejected.valueBytes(),
                rejected.isCut());
    }
}
