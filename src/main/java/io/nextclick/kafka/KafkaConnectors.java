package io.nextclick.kafka;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topic.Direction;
import io.nextclick.contract.Topics;
import java.util.Arrays;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** The job's sources and sinks on Kafka. */
public final class KafkaConnectors {

    /** A list is waited for; Kafka's own 5 ms would be half of its latency. */
    private static final String LIST_LINGER_MILLIS = "3";

    private static final String LINGER_MILLIS = "100";

    /** A record's time in the producer is its linger and then its requests. */
    private static final long MOST_LINGER_MILLIS = 500;

    private static final String BATCH_BYTES = "65536";

    private static final long BUFFER_BYTES = 4_000_000;

    /** What a record and its batch add to key and value, at most. */
    private static final int RECORD_OVERHEAD_BYTES = 1_000;

    private final KafkaSettings kafka;
    private final CodecSettings codec;

    /**
     * @param kafka where and which topics
     * @param codec how output is framed
     */
    public KafkaConnectors(KafkaSettings kafka, CodecSettings codec) {
        this.kafka = kafka;
        this.codec = codec;
    }

    /**
     * The source of one topic, or of several with records of one kind. A compacted topic says what
     * is in force, so it is read from its beginning, whatever the settings say.
     */
    public Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState> source(Topic<?>... topics) {
        String client = kafka.groupId() + '-' + topics[0].name();
        KafkaSource<RawRecord> source =
                KafkaSource.<RawRecord>builder()
                        .setProperties(kafka.clientProperties())
                        .setProperty(
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                kafka.isolationLevel().toString())
                        .setBootstrapServers(kafka.bootstrapServers())
                        .setGroupId(client)
                        .setClientIdPrefix(client)
                        .setTopics(Arrays.stream(topics).map(kafka::nameOf).toList())
                        .setStartingOffsets(startOffsets(topics[0]))
                        .setDeserializer(new RawRecordSchema())
                        .build();
        // A job that writes to a topic of its own reads back that one alone.
        @Nullable String only =
                topics[0].direction() == Direction.BOTH ? kafka.nameOf(topics[0]) : null;
        return new KafkaInput(
                source, only, kafka.clientProperties(), kafka.startTimeout().toMillis());
    }

    /** Where a topic is read from if there is no savepoint. */
    OffsetsInitializer startOffsets(Topic<?> topic) {
        return topic.isCompacted()
                ? OffsetsInitializer.earliest()
                : new StartOffsets(kafka.startFrom());
    }

    /** Writes a stream to a topic, by an operator of its own. */
    public <T> void write(Topic<T> topic, DataStream<T> stream) {
        String id = "write-" + topic.name();
        stream.sinkTo(sink(topic)).uid(id).name(id);
    }

    /** The sink of a topic. */
    public <T> Sink<T> sink(Topic<T> topic) {
        Properties properties = kafka.clientProperties();
        boolean awaited = topic.equals(Topics.RECOMMENDATIONS);
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, awaited ? "none" : "lz4");
        properties.putIfAbsent(
                ProducerConfig.LINGER_MS_CONFIG, awaited ? LIST_LINGER_MILLIS : LINGER_MILLIS);
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        // A slow broker holds the job back before its records are too old to be sent.
        properties.putIfAbsent(
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                String.valueOf(BUFFER_BYTES + 2L * kafka.maxRecordBytes()));
        properties.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                String.valueOf(kafka.maxRecordBytes() + RECORD_OVERHEAD_BYTES));
        String name = kafka.nameOf(topic);
        KafkaSinkBuilder<T> sink =
                KafkaSink.<T>builder()
                        .setBootstrapServers(kafka.bootstrapServers())
                        .setRecordSerializer(
                                new OutputSchema<>(topic, name, codec, kafka.maxRecordBytes()))
                        .setDeliveryGuarantee(kafka.guarantee());
        if (kafka.guarantee() == DeliveryGuarantee.AT_LEAST_ONCE) {
            expireWhatIsOld(properties);
        } else {
            properties.put(
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    String.valueOf(kafka.transactionTimeout().toMillis()));
            sink.setTransactionalIdPrefix(kafka.groupId() + '-' + name)
                    .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING);
        }
        return new KafkaOutput<>(
                sink.setKafkaProducerConfig(properties).build(),
                kafka.clientProperties(),
                kafka.startTimeout().toMillis(),
                kafka.maxPause().toMillis());
    }

    /**
     * No transaction fences a producer that wakes up with records in its buffers. They must be too
     * old by then, so that it gives them up.
     */
    private void expireWhatIsOld(Properties properties) {
        if (properties.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)
                || properties.containsKey(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
            return;
        }
        long millis = kafka.maxPause().toMillis();
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(millis));
        properties.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                String.valueOf(millis - MOST_LINGER_MILLIS));
    }
}
