package io.nextclick.kafka;

import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.contract.Topic;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of the job as records of a topic; one without a contract is a tombstone. Those of
 * a compacted topic have the header {@link Topic#EPOCH}: when their writer began, ms since the
 * epoch, in digits. The writer that has taken over a key from another one began later.
 *
 * @param <T> the job's own record
 */
final class OutputSchema<T>
        implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

    private final String topic;
    private final boolean compacted;
    private final SerializableSchema schema;
    private final Topic.Key<T> key;
    private final Topic.Value<T> value;
    private final CodecSettings codec;
    private final int maxBytes;

    private transient AvroEncoder<SpecificRecord> encoder;
    private transient Counter tooLarge;

    /** Of every record; one and the same. */
    private transient List<Header> headers;

    /**
     * @param topic what is written
     * @param name its name in Kafka
     * @param codec how values are framed
     * @param maxBytes most bytes of a record, key and value
     */
    OutputSchema(Topic<T> topic, String name, CodecSettings codec, int maxBytes) {
        this.topic = name;
        this.compacted = topic.isCompacted();
        this.schema = new SerializableSchema(topic.schema().toString());
        this.key = Objects.requireNonNull(topic.key(), "not an output");
        this.value = Objects.requireNonNull(topic.value(), "not an output");
        this.codec = codec;
        this.maxBytes = maxBytes;
    }

    @Override
    public void open(InitializationContext context, KafkaSinkContext sinkContext) {
        tooLarge = context.getMetricGroup().counter("recordsTooLarge");
        encoder = new AvroEncoder<>(schema.parse(), topic, codec);
        // Compared between processes, so the time since this one began will not do.
        String startedAt = String.valueOf(Clock.systemUTC().millis());
        headers =
                compacted
                        ? List.of(
                                new RecordHeader(
                                        Topic.EPOCH, startedAt.getBytes(StandardCharsets.US_ASCII)))
                        : List.of();
    }

    /** The record; null, which the sink skips, if it is larger than a record may be. */
    @Override
    public @Nullable ProducerRecord<byte[], byte[]> serialize(
            T record, KafkaSinkContext context, @Nullable Long timestamp) {
        byte[] keyBytes = key.apply(record);
        if (!value.write(record, encoder.begin())) {
            return record(keyBytes, null);
        }
        byte[] valueBytes = encoder.end();
        if (valueBytes.length + (keyBytes == null ? 0 : keyBytes.length) > maxBytes) {
            // The producer would refuse it, and the job would try again for ever.
            tooLarge.inc();
            return null;
        }
        return record(keyBytes, valueBytes);
    }

    private ProducerRecord<byte[], byte[]> record(
            byte @Nullable [] keyBytes, byte @Nullable [] valueBytes) {
        return new ProducerRecord<>(topic, null, null, keyBytes, valueBytes, headers);
    }

    /** The topic; the sink must know it to pool its transactional ids. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(
                new DefaultKafkaDatasetFacet(
                        DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
    }

    private record SerializableSchema(String json) implements Serializable {
        Schema parse() {
            return new Schema.Parser().parse(json);
        }
    }
}
