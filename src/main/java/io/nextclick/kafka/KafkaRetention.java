package io.nextclick.kafka;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How long inputs are kept. The age of a record with its producer's time is its time's: what is
 * replayed from years ago is deleted within minutes by any retention.
 */
final class KafkaRetention {

    /** Kafka's word for no end. */
    static final String FOREVER = "-1";

    private KafkaRetention() {}

    /** True if what is replayed is sent to it. */
    static boolean isReplayed(Topic<?> topic) {
        return topic.direction() == Topic.Direction.INPUT && !topic.isCompacted();
    }

    /**
     * Which inputs would lose a replayed history, in words; it never throws for a broker.
     *
     * @param existing names in Kafka of topics that were there before
     */
    static List<String> warnings(Admin admin, Set<String> existing, KafkaSettings kafka)
            throws InterruptedException {
        List<ConfigResource> asked =
                Topics.all().stream()
                        .filter(KafkaRetention::isReplayed)
                        .filter(topic -> topic.clock() == Topic.Clock.OF_EVENTS || isReplay(kafka))
                        .map(kafka::nameOf)
                        .filter(existing::contains)
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        List<String> warnings = new ArrayList<>();
        try {
            admin.describeConfigs(asked)
                    .all()
                    .get(kafka.startTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((topic, config) -> warn(topic.name(), config, warnings));
        } catch (TimeoutException | ExecutionException | KafkaException e) {
            warnings.add("kafka does not tell how long topics keep their records: " + e);
        }
        warnings.sort(null);
        return warnings;
    }

    static boolean isReplay(KafkaSettings kafka) {
        return kafka.eventTimestamps() == KafkaSettings.EventTimestamps.CREATE_TIME;
    }

    private static void warn(String topic, Config config, List<String> warnings) {
        String retention = value(config, TopicConfig.RETENTION_MS_CONFIG);
        if (value(config, TopicConfig.CLEANUP_POLICY_CONFIG)
                        .contains(TopicConfig.CLEANUP_POLICY_DELETE)
                && value(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                        .equals(KafkaSettings.EventTimestamps.CREATE_TIME.kafkaName())
                && !retention.equals(FOREVER)) {
            warnings.add(
                    ("topic %s has message.timestamp.type=CreateTime and retention.ms=%s: records that are"
                                    + " older by their own time are deleted, read or not; a replay needs"
                                    + " retention.ms=-1")
                            .formatted(topic, retention));
        }
    }

    private static String value(Config config, String key) {
        return String.valueOf(config.get(key).value());
    }
}
