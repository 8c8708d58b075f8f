package io.nextclick.kafka;

import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.SchemaRegistry;
import io.nextclick.codec.WireFormat;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of the job as records of a topic; one without a contract is a tombstone.
 *
 * @param <R> the job's own record
 * @param <A> the contract's class
 */
final class OutputSchema<R, A extends SpecificRecord>
        implements KafkaRecordSerializationSchema<R>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1L;

    private final String topic;
    private final SerializableSchema schema;
    private final SerializableFunction<R, byte @Nullable []> key;
    private final SerializableFunction<R, @Nullable A> value;
    private final WireFormat format;

    private final int maxBytes;

    private transient AvroEncoder<A> encoder;
    private transient Counter tooLarge;

    OutputSchema(
            String topic,
            Schema schema,
            SerializableFunction<R, byte @Nullable []> key,
            SerializableFunction<R, @Nullable A> value,
            WireFormat format,
            int maxBytes) {
        this.topic = topic;
        this.schema = new SerializableSchema(schema.toString());
        this.key = key;
        this.value = value;
        this.format = format;
        this.maxBytes = maxBytes;
    }

    /** The bytes of a textual key. */
    static byte[] utf8(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void open(InitializationContext context, KafkaSinkContext sinkContext) {
        String url = format.registryUrl();
        tooLarge = context.getMetricGroup().counter("recordsTooLarge");
        encoder =
                new AvroEncoder<>(
                        schema.parse(), topic, url == null ? null : new SchemaRegistry(url));
    }

    /** The record; null, which the sink skips, if it is larger than a record may be. */
    @Override
    public @Nullable ProducerRecord<byte[], byte[]> serialize(
            R record, KafkaSinkContext context, @Nullable Long timestamp) {
        byte[] keyBytes = key.apply(record);
        A contract = value.apply(record);
        if (contract == null) {
            return new ProducerRecord<>(topic, keyBytes, null);
        }
        byte[] valueBytes = encoder.encode(contract);
        if (valueBytes.length + (keyBytes == null ? 0 : keyBytes.length) > maxBytes) {
            // The producer would refuse it, and the job would try again for ever.
            tooLarge.inc();
            return null;
        }
        return new ProducerRecord<>(topic, keyBytes, valueBytes);
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
