package io.nextclick.demo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topic from its beginning, until it is stopped and has read all that is there then. */
final class TopicFollower implements Runnable {

    private static final Duration POLL = Duration.ofMillis(100);

    /** Patience with what is there once it is stopped. */
    private static final Duration REST = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final String topic;
    private final BiConsumer<String, byte @Nullable []> records;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile long stoppedNanos;

    /** Follows a topic without tombstones, of which only the values count. */
    static TopicFollower ofValues(String bootstrapServers, String topic, Consumer<byte[]> values) {
        return new TopicFollower(
                bootstrapServers,
                topic,
                (key, value) -> {
                    if (value != null) {
                        values.accept(value);
                    }
                });
    }

    TopicFollower(
            String bootstrapServers, String topic, BiConsumer<String, byte @Nullable []> records) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.records = records;
    }

    @Override
    public void run() {
        Map<String, Object> properties =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "demo-" + topic,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        "false",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        "50");
        try (var consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (!stopped.get() || isBehind(consumer)) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    byte[] key = record.key();
                    records.accept(
                            key == null ? "" : new String(key, StandardCharsets.UTF_8),
                            record.value());
                }
            }
        }
    }

    /** That nothing came for a while says little of a busy machine, so the broker is asked. */
    private boolean isBehind(KafkaConsumer<byte[], byte[]> consumer) {
        if (System.nanoTime() - stoppedNanos > REST.toNanos()) {
            return false;
        }
        Set<TopicPartition> assigned = consumer.assignment();
        return assigned.isEmpty()
                || consumer.endOffsets(assigned, REST).entrySet().stream()
                        .anyMatch(end -> consumer.position(end.getKey(), REST) < end.getValue());
    }

    void stop() {
        stoppedNanos = System.nanoTime();
        stopped.set(true);
    }
}
