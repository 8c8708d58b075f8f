package io.nextclick.rehearse;

import io.nextclick.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What was written to a topic from some time up to now. */
final class TopicTail {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private TopicTail() {}

    /**
     * Reads the records, committed ones alone, each partition in order.
     *
     * @param sinceMillis by the records' timestamps, ms since the epoch
     * @throws KafkaException if nothing comes for a time though there is more
     */
    static void read(
            KafkaSettings kafka,
            String topic,
            long sinceMillis,
            Consumer<ConsumerRecord<byte[], byte[]>> records) {
        Properties properties = kafka.clientProperties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        try (var consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic, ANSWER).stream()
                            .map(each -> new TopicPartition(topic, each.partition()))
                            .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
            seek(consumer, ends, sinceMillis);
            long deadline = System.nanoTime() + ANSWER.toNanos();
            while (isBefore(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    deadline = System.nanoTime() + ANSWER.toNanos();
                    records.accept(record);
                }
                if (System.nanoTime() > deadline) {
                    throw new KafkaException(
                            "'%s' gave nothing for %d s".formatted(topic, ANSWER.toSeconds()));
                }
            }
        }
    }

    private static void seek(
            KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends, long sinceMillis) {
        Map<TopicPartition, Long> times = new HashMap<>();
        ends.keySet().forEach(partition -> times.put(partition, sinceMillis));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times, ANSWER);
        ends.forEach(
                (partition, end) -> {
                    OffsetAndTimestamp start = starts.get(partition);
                    consumer.seek(partition, start == null ? end : start.offset());
                });
    }

    private static boolean isBefore(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (consumer.position(end.getKey(), ANSWER) < end.getValue()) {
                return true;
            }
        }
        return false;
    }
}
