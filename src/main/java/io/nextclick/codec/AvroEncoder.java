package io.nextclick.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one contract: in Confluent framing if a registry is given, where the schema is registered
 * under the subject {@code topic-value}, else in single-object encoding.
 *
 * @param <A> the contract's class
 */
public final class AvroEncoder<A extends SpecificRecord> {

    private final byte[] header;
    private final SpecificDatumWriter<A> writer;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private @Nullable BinaryEncoder reused;

    /** An encoder of a contract for a topic. */
    public AvroEncoder(Schema schema, String topic, CodecSettings codec) {
        this(schema, topic, codec.registry());
    }

    AvroEncoder(Schema schema, String topic, @Nullable SchemaRegistry registry) {
        AvroSafety.apply();
        this.header =
                registry == null
                        ? singleObjectHeader(schema)
                        : confluentHeader(registry.register(topic + "-value", schema));
        this.writer = new SpecificDatumWriter<>(schema);
    }

    public byte[] encode(A record) {
        bytes.reset();
        bytes.writeBytes(header);
        reused = EncoderFactory.get().binaryEncoder(bytes, reused);
        try {
            writer.write(record, reused);
            reused.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + record.getSchema().getName(), e);
        }
        return bytes.toByteArray();
    }

    private static byte[] singleObjectHeader(Schema schema) {
        return ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    private static byte[] confluentHeader(int id) {
        return ByteBuffer.allocate(5).put((byte) 0).putInt(id).array();
    }
}
