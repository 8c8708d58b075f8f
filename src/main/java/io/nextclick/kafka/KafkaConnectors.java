package io.nextclick.kafka;

import io.nextclick.avro.DeadLetter;
import io.nextclick.avro.RankingPolicy;
import io.nextclick.blend.Policy;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.codec.WireFormat;
import io.nextclick.contract.Contracts;
import io.nextclick.contract.PolicyContract;
import io.nextclick.event.QualityFinding;
import io.nextclick.identity.IdentityLink;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentMetrics;
import io.nextclick.session.SessionSummary;
import io.nextclick.similarity.SimilarItems;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** The job's sources and sinks on Kafka. */
public final class KafkaConnectors {

    /** A list is waited for; Kafka's own 5 ms would be half of its latency. */
    private static final String LIST_LINGER_MILLIS = "1";

    private static final String LINGER_MILLIS = "20";

    /** What a record and its batch add to key and value, at most. */
    private static final int RECORD_OVERHEAD_BYTES = 1_000;

    private final KafkaSettings kafka;
    private final WireFormat format;
    private final int deadLetterMaxBytes;

    /**
     * @param kafka where and which topics
     * @param format how output is framed
     * @param deadLetterMaxBytes most bytes of a refused value that are kept
     */
    public KafkaConnectors(KafkaSettings kafka, WireFormat format, int deadLetterMaxBytes) {
        this.kafka = kafka;
        this.format = format;
        this.deadLetterMaxBytes = deadLetterMaxBytes;
    }

    /** Events, from both topics. */
    public KafkaSource<RawRecord> events() {
        return source("events", startFrom(), kafka.topics().events(), kafka.topics().eventsJson());
    }

    /** The catalogue; always from its beginning, since it is compacted and small. */
    public KafkaSource<RawRecord> items() {
        return source("items", OffsetsInitializer.earliest(), kafka.topics().items());
    }

    /** Statements about whose a device is. */
    public KafkaSource<RawRecord> identityEvents() {
        return source("identity-events", startFrom(), kafka.topics().identityEvents());
    }

    /** The rules; always from their beginning, since the topic says which are in force. */
    public KafkaSource<RawRecord> rules() {
        return source("rules", OffsetsInitializer.earliest(), kafka.topics().rules());
    }

    /**
     * What was learnt; always from its beginning, since the topic says what every list is made
     * with. Whatever the delivery guarantee, the newest is read at once: one that is written again
     * after a failure does no harm.
     */
    public KafkaSource<RawRecord> policies() {
        return source("policy", OffsetsInitializer.earliest(), kafka.topics().policy());
    }

    /** Lists. */
    public KafkaSink<RecommendationList> recommendations() {
        return sink(
                kafka.topics().recommendations(),
                io.nextclick.avro.RecommendationList.getClassSchema(),
                list -> OutputSchema.utf8(list.personKey()),
                Contracts::ofList);
    }

    /** News of sessions. */
    public KafkaSink<SessionSummary> sessions() {
        return sink(
                kafka.topics().sessions(),
                io.nextclick.avro.SessionSummary.getClassSchema(),
                session -> OutputSchema.utf8(session.personKey()),
                Contracts::ofSession);
    }

    /** What was learnt, for the job itself. */
    public KafkaSink<Policy> learntPolicies() {
        return sink(
                kafka.topics().policy(),
                RankingPolicy.getClassSchema(),
                policy -> OutputSchema.utf8(policy.policyKey()),
                PolicyContract::of);
    }

    /** Neighbours of items. */
    public KafkaSink<SimilarItems> similarItems() {
        return sink(
                kafka.topics().similarItems(),
                io.nextclick.avro.SimilarItems.getClassSchema(),
                items -> OutputSchema.utf8(items.itemKey()),
                Contracts::ofSimilarItems);
    }

    /** Whose each device is; forgotten ones as tombstones. */
    public KafkaSink<IdentityLink> identity() {
        return sink(
                kafka.topics().identity(),
                io.nextclick.avro.IdentityLink.getClassSchema(),
                link -> OutputSchema.utf8(link.deviceKey()),
                Contracts::ofLink);
    }

    /** Findings in the behaviour data. */
    public KafkaSink<QualityFinding> quality() {
        return sink(
                kafka.topics().quality(),
                io.nextclick.avro.QualityFinding.getClassSchema(),
                finding -> OutputSchema.utf8(finding.subjectKey()),
                Contracts::ofFinding);
    }

    /** Who is in which segment; exits as tombstones. */
    public KafkaSink<SegmentChange> segments() {
        return sink(
                kafka.topics().segments(),
                io.nextclick.avro.SegmentMembership.getClassSchema(),
                change -> OutputSchema.utf8(change.membershipKey()),
                Contracts::ofMembership);
    }

    /** Sizes of segments by the minute. */
    public KafkaSink<SegmentMetrics> segmentMetrics() {
        return sink(
                kafka.topics().segmentMetrics(),
                io.nextclick.avro.SegmentMetrics.getClassSchema(),
                metrics -> OutputSchema.utf8(metrics.ruleKey()),
                Contracts::ofSegmentMetrics);
    }

    /** Refused records. */
    public KafkaSink<RejectedRecord> deadLetters() {
        int maxBytes = deadLetterMaxBytes;
        return sink(
                kafka.topics().deadLetters(),
                DeadLetter.getClassSchema(),
                Contracts::keyOfRejected,
                rejected -> Contracts.ofRejected(rejected, maxBytes));
    }

    /** The connector takes nothing but Kafka's deprecated enum here. */
    @SuppressWarnings("deprecation")
    private OffsetsInitializer startFrom() {
        return switch (kafka.startFrom()) {
            case EARLIEST -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
            case LATEST -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.LATEST);
        };
    }

    private KafkaSource<RawRecord> source(
            String purpose, OffsetsInitializer start, String... topics) {
        return KafkaSource.<RawRecord>builder()
                .setProperties(clientProperties())
                .setBootstrapServers(kafka.bootstrapServers())
                .setGroupId(kafka.groupId() + '-' + purpose)
                .setClientIdPrefix(kafka.groupId() + '-' + purpose)
                .setTopics(topics)
                .setStartingOffsets(start)
                .setDeserializer(new RawRecordSchema())
                .build();
    }

    private <R, A extends SpecificRecord> KafkaSink<R> sink(
            String topic,
            Schema schema,
            SerializableFunction<R, byte @Nullable []> key,
            SerializableFunction<R, @Nullable A> value) {
        Properties properties = clientProperties();
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.putIfAbsent(
                ProducerConfig.LINGER_MS_CONFIG,
                topic.equals(kafka.topics().recommendations())
                        ? LIST_LINGER_MILLIS
                        : LINGER_MILLIS);
        properties.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                String.valueOf(kafka.maxRecordBytes() + RECORD_OVERHEAD_BYTES));
        KafkaSinkBuilder<R> sink =
                KafkaSink.<R>builder()
                        .setBootstrapServers(kafka.bootstrapServers())
                        .setRecordSerializer(
                                new OutputSchema<>(
                                        topic, schema, key, value, format, kafka.maxRecordBytes()))
                        .setDeliveryGuarantee(kafka.guarantee());
        if (kafka.guarantee() == DeliveryGuarantee.EXACTLY_ONCE) {
            properties.put(
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    String.valueOf(kafka.transactionTimeout().toMillis()));
            sink.setTransactionalIdPrefix(kafka.groupId() + '-' + topic)
                    .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING);
        }
        return sink.setKafkaProducerConfig(properties).build();
    }

    private Properties clientProperties() {
        Properties properties = new Properties();
        properties.putAll(kafka.client());
        return properties;
    }
}
