package io.nextclick.gateway;

import io.nextclick.kafka.KafkaSettings;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumer of the views. */
final class ViewConsumer {

    /** A partition that is added to a topic is known at most so long afterwards. */
    private static final int METADATA_MILLIS = 5_000;

    private ViewConsumer() {}

    /** A consumer that commits nothing and makes no topic. */
    static KafkaConsumer<byte[], byte[]> open(KafkaSettings kafka) {
        Properties properties = kafka.clientProperties();
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, kafka.groupId() + "-views");
        properties.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                kafka.isolationLevel().name().toLowerCase(Locale.ROOT));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS);
        // Topics may be compacted, or made anew, while nobody reads.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
