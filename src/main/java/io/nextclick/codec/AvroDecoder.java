package io.nextclick.codec;

import io.nextclick.event.ReasonCode;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one contract from its two Avro framings: single-object encoding (bytes C3 01 and the
 * writer schema's fingerprint) and the Confluent one (byte 00 and the schema's id), the latter if a
 * registry is given. Fields unknown to this version are skipped, absent ones take their defaults,
 * an unknown enum symbol decodes to the enum's default.
 *
 * @param <A> the contract's class
 */
public final class AvroDecoder<A extends SpecificRecord> {

    private static final byte[] SINGLE_OBJECT = {(byte) 0xC3, 0x01};
    private static final int SINGLE_OBJECT_HEADER = 10;
    private static final byte CONFLUENT = 0x00;
    private static final int CONFLUENT_HEADER = 5;

    /** Different writer schemas remembered; hostile ids cannot grow it, they have no schema. */
    private static final int MAX_READERS = 1_000;

    private final Schema current;
    private final SchemaBundle bundle;
    private final @Nullable SchemaRegistry registry;
    private final Map<Long, SpecificDatumReader<A>> byFingerprint = new HashMap<>();
    private final Map<Integer, SpecificDatumReader<A>> byId = new HashMap<>();
    private @Nullable BinaryDecoder reused;

    /** A decoder of a contract and its released versions. */
    public AvroDecoder(Schema current, CodecSettings codec) {
        this(current, SchemaBundle.of(current, codec.schemaPath()), codec.registry());
    }

    AvroDecoder(Schema current, SchemaBundle bundle, @Nullable SchemaRegistry registry) {
        AvroSafety.apply();
        this.current = current;
        this.bundle = bundle;
        this.registry = registry;
    }

    public A decode(byte[] value) throws RefusedException {
        if (value.length >= SINGLE_OBJECT_HEADER
                && value[0] == SINGLE_OBJECT[0]
                && value[1] == SINGLE_OBJECT[1]) {
            long fingerprint = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
            return read(readerOf(fingerprint), value, SINGLE_OBJECT_HEADER);
        }
        if (registry != null && value.length >= CONFLUENT_HEADER && value[0] == CONFLUENT) {
            int id = ByteBuffer.wrap(value).getInt(1);
            return read(readerOf(id, registry), value, CONFLUENT_HEADER);
        }
        String accepted =
                registry == null
                        ? "Avro single-object encoding or JSON"
                        : "Avro single-object encoding, Confluent framing or JSON";
        throw new RefusedException(
                ReasonCode.UNDECODABLE,
                "%d bytes; accepted is %s".formatted(value.length, accepted));
    }

    private SpecificDatumReader<A> readerOf(long fingerprint) throws RefusedException {
        SpecificDatumReader<A> reader = byFingerprint.get(fingerprint);
        if (reader == null) {
            Schema writer =
                    known(
                            bundle.find(fingerprint),
                            "fingerprint %016x is of no bundled schema".formatted(fingerprint));
            reader = new SpecificDatumReader<>(writer, current);
            byFingerprint.put(fingerprint, reader);
        }
        return reader;
    }

    private SpecificDatumReader<A> readerOf(int id, SchemaRegistry registry)
            throws RefusedException {
        SpecificDatumReader<A> reader = byId.get(id);
        if (reader == null) {
            Schema writer = known(registry.find(id), "the registry has no schema " + id);
            reader = new SpecificDatumReader<>(writer, current);
            if (byId.size() >= MAX_READERS) {
                byId.clear();
            }
            byId.put(id, reader);
        }
        return reader;
    }

    private static Schema known(Optional<Schema> schema, String otherwise) throws RefusedException {
        return schema.orElseThrow(() -> new RefusedException(ReasonCode.UNKNOWN_SCHEMA, otherwise));
    }

    private A read(SpecificDatumReader<A> reader, byte[] value, int from) throws RefusedException {
        try {
            reused = DecoderFactory.get().binaryDecoder(value, from, value.length - from, reused);
            A read = reader.read(null, reused);
            if (!reused.isEnd()) {
                throw new RefusedException(
                        ReasonCode.UNDECODABLE, "bytes are left after the record");
            }
            return read;
        } catch (IOException
                | AvroRuntimeException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | UnsupportedOperationException
                | BufferUnderflowException
                | ClassCastException e) {
            throw new RefusedException(
                    ReasonCode.UNDECODABLE, "not a whole %s: %s".formatted(current.getName(), e));
        }
    }
}
