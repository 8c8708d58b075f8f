package io.nextclick.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;

/**
 * Where Kafka is and which topics are used.
 *
 * @param bootstrapServers comma-separated host:port
 * @param groupId consumer group, under which offsets are committed
 * @param topics names of the topics
 * @param startFrom where to read from if there is neither a savepoint nor a committed offset
 * @param createTopics true creates topics that do not exist
 * @param startTimeout longest wait for a broker at start
 * @param guarantee of the output topics
 * @param transactionTimeout of exactly-once output; the broker must allow it
 * @param maxRecordBytes largest record that is written, key and value
 * @param eventTimestamps whose clock the topics of events have, if they are created
 * @param client further properties of every Kafka client, for example for security; never logged
 */
public record KafkaSettings(
        String bootstrapServers,
        String groupId,
        Topics topics,
        StartFrom startFrom,
        boolean createTopics,
        Duration startTimeout,
        DeliveryGuarantee guarantee,
        Duration transactionTimeout,
        int maxRecordBytes,
        EventTimestamps eventTimestamps,
        Map<String, String> client) {

    /** Where reading starts. */
    public enum StartFrom {
        EARLIEST,
        LATEST
    }

    /** Kafka's {@code message.timestamp.type}. */
    public enum EventTimestamps {
        /** The broker's clock at arrival: no producer can move the watermark. */
        LOG_APPEND_TIME("LogAppendTime"),
        /** What the producer says; for logs that are replayed in their own past. */
        CREATE_TIME("CreateTime");

        private final String kafkaName;

        EventTimestamps(String kafkaName) {
            this.kafkaName = kafkaName;
        }

        String kafkaName() {
            return kafkaName;
        }
    }

    /**
     * Names of the topics.
     *
     * @param events behaviour events in Avro
     * @param eventsJson behaviour events in JSON
     * @param items catalogue
     * @param identityEvents statements about whose a device is
     * @param rules rules in force
     * @param policy what was learnt, which the job reads again
     * @param recommendations lists
     * @param sessions news of sessions
     * @param similarItems neighbours of items
     * @param identity whose each device is
     * @param quality findings in the behaviour data
     * @param segments who is in which segment
     * @param segmentMetrics sizes of segments by the minute
     * @param deadLetters refused records
     */
    public record Topics(
            String events,
            String eventsJson,
            String items,
            String identityEvents,
            String rules,
            String policy,
            String recommendations,
            String sessions,
            String similarItems,
            String identity,
            String quality,
            String segments,
            String segmentMetrics,
            String deadLetters) {

        /** All names. */
        public List<String> all() {
            return List.of(
                    events,
                    eventsJson,
                    items,
                    identityEvents,
                    rules,
                    policy,
                    recommendations,
                    sessions,
                    similarItems,
                    identity,
                    quality,
                    segments,
                    segmentMetrics,
                    deadLetters);
        }

        /** Those of events. */
        List<String> ofEvents() {
            return List.of(events, eventsJson);
        }

        /** Those whose records replace older ones with the same key. */
        List<String> compacted() {
            return List.of(items, rules, policy, recommendations, similarItems, identity, segments);
        }
    }
}
