package io.nextclick.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
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
    private final AvroBuffer buffer;

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
        this.buffer = new AvroBuffer(schema);
    }

    public byte[] encode(A record) {
        begin().writeRecord(record);
        return end();
    }

    /** Begins a record: whoever calls writes its fields into the buffer, and then ends it. */
    public AvroBuffer begin() {
        buffer.clear();
        buffer.writeFixed(header, 0, header.length);
        return buffer;
    }

    /** The bytes of the record that was begun. */
    public byte[] end() {
        return buffer.toBytes();
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
