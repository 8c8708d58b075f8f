package io.nextclick.kafka;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.IsolationLevel;

/**
 * Where Kafka is and which topics are used.
 *
 * @param bootstrapServers comma-separated host:port
 * @param groupId consumer group, under which offsets are committed
 * @param topics names of the topics in Kafka by their default names
 * @param startFrom where to read from if there is neither a savepoint nor a committed offset
 * @param isolationLevel whether records of transactions that are open or aborted are read
 * @param createTopics true creates topics that do not exist
 * @param startTimeout longest wait for a broker at start
 * @param guarantee of the output topics
 * @param transactionTimeout of exactly-once output; the broker must allow it
 * @param maxPause longest pause of a process after which it goes on writing
 * @param maxRecordBytes largest record that is written, key and value
 * @param eventTimestamps whose clock the topics of events have, if they are created
 * @param client further properties of every Kafka client, for example for security; never logged
 */
public record KafkaSettings(
        String bootstrapServers,
        String groupId,
        Map<String, String> topics,
        StartFrom startFrom,
        IsolationLevel isolationLevel,
        boolean createTopics,
        Duration startTimeout,
        DeliveryGuarantee guarantee,
        Duration transactionTimeout,
        Duration maxPause,
        int maxRecordBytes,
        EventTimestamps eventTimestamps,
        Map<String, String> client) {

    /** Without the values of what goes to Kafka's clients: passwords are among them. */
    @Override
    public String toString() {
        return "KafkaSettings[%s, %s, %s, %s, client: %s]"
                .formatted(bootstrapServers, groupId, topics, guarantee, client.keySet());
    }

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

    /** Properties of a client of these brokers; passwords may be among them. */
    public Properties clientProperties() {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    /** The name in Kafka. */
    public String nameOf(Topic<?> topic) {
        return topics.getOrDefault(topic.name(), topic.name());
    }

    /** The names of all topics in Kafka. */
    public List<String> topicNames() {
        return Topics.all().stream().map(this::nameOf).toList();
    }
}
