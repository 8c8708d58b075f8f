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
 * an unknown enum symbol decodes to the enum's default. A writer whose times or amounts have other
 * units than the contract's is refused, see {@link LogicalTypeCheck}.
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
    private final Map<Long, Writer<A>> byFingerprint = new HashMap<>();
    private final Map<Integer, Writer<A>> byId = new HashMap<>();
    private @Nullable BinaryDecoder reused;

    /**
     * A writer's schema.
     *
     * @param reader reads what it wrote
     * @param fault why nothing of it can be read, or null
     */
    private record Writer<A>(SpecificDatumReader<A> reader, @Nullable String fault) {}

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
            return read(writerOf(fingerprint), value, SINGLE_OBJECT_HEADER);
        }
        if (registry != null && value.length >= CONFLUENT_HEADER && value[0] == CONFLUENT) {
            int id = ByteBuffer.wrap(value).getInt(1);
            return read(writerOf(id, registry), value, CONFLUENT_HEADER);
        }
        String accepted =
                registry == null
                        ? "Avro single-object encoding or JSON"
                        : "Avro single-object encoding, Confluent framing or JSON";
        throw new RefusedException(
                ReasonCode.UNDECODABLE,
                "%d bytes; accepted is %s".formatted(value.length, accepted));
    }

    private Writer<A> writerOf(long fingerprint) throws RefusedException {
        Writer<A> writer = byFingerprint.get(fingerprint);
        if (writer == null) {
            writer =
                    writer(
                            bundle.find(fingerprint),
                            "fingerprint %016x is of no bundled schema".formatted(fingerprint));
            byFingerprint.put(fingerprint, writer);
        }
        return writer;
    }

    private Writer<A> writerOf(int id, SchemaRegistry registry) throws RefusedException {
        Writer<A> writer = byId.get(id);
        if (writer == null) {
            writer = writer(registry.find(id), "the registry has no schema " + id);
            if (byId.size() >= MAX_READERS) {
                byId.clear();
            }
            byId.put(id, writer);
        }
        return writer;
    }

    private Writer<A> writer(Optional<Schema> schema, String otherwise) throws RefusedException {
        Schema found =
                schema.orElseThrow(
                        () -> new RefusedException(ReasonCode.UNKNOWN_SCHEMA, otherwise));
        return new Writer<>(
                new SpecificDatumReader<>(found, current),
                LogicalTypeCheck.fault(found, current).orElse(null));
    }

    private A read(Writer<A> writer, byte[] value, int from) throws RefusedException {
        if (writer.fault != null) {
            throw new RefusedException(ReasonCode.UNDECODABLE, writer.fault);
        }
        try {
            reused = DecoderFactory.get().binaryDecoder(value, from, value.length - from, reused);
            A read = writer.reader.read(null, reused);
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
