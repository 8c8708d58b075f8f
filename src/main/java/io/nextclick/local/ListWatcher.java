package io.nextclick.local;

import io.nextclick.evaluate.NextClickHits;
import io.nextclick.wire.ListReader;
import io.nextclick.wire.ListReader.ReadList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the lists as a shop's page would, and keeps the figures that a shop would want. */
final class ListWatcher implements Runnable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final String topic;
    private final NextClickHits hits;
    private final Latencies latencies;
    private final AtomicLong lists = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<@Nullable ReadList> last = new AtomicReference<>();

    ListWatcher(String bootstrapServers, String topic, NextClickHits hits, Latencies latencies) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.hits = hits;
        this.latencies = latencies;
    }

    @Override
    public void run() {
        ListReader reader = new ListReader();
        Map<String, Object> properties =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "demo-page",
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
            while (!stopped.get()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    long now = System.nanoTime();
                    ReadList list = reader.read(record.value());
                    latencies.received(list.triggerEventId(), now);
                    hits.list(list.triggerEventId(), list.items());
                    if (!list.isFallback()) {
                        last.set(list);
                    }
                    lists.incrementAndGet();
                }
            }
        }
    }

    void stop() {
        stopped.set(true);
    }

    long lists() {
        return lists.get();
    }

    /** A recent list that comes from a person's own behaviour, if there was one. */
    @Nullable ReadList last() {
        return last.get();
    }
}
