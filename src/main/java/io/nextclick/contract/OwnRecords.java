package io.nextclick.contract;

import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Decodes what the job itself wrote: bytes that are not of the contract are a fault. */
final class OwnRecords<T extends SpecificRecord> {

    private final AvroDecoder<T> decoder;

    OwnRecords(Schema schema, CodecSettings codec) {
        this.decoder = new AvroDecoder<>(schema, codec);
    }

    /**
     * Decodes one record.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    T decode(byte[] value) {
        try {
            return decoder.decode(value);
        } catch (RefusedException e) {
            throw new IllegalArgumentException(e.reason() + ": " + e.detail(), e);
        }
    }
}
