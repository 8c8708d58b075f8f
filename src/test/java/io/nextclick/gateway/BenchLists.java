package io.nextclick.gateway;

import io.nextclick.contract.ListReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the lists as any other consumer does, and keeps when each came. */
final class BenchLists implements AutoCloseable {

    private static final String TOPIC = "recommendations";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long END_MILLIS = 10_000;

    private final String brokers;
    private final Map<String, Long> nanosOfEvent = new ConcurrentHashMap<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::read, "bench-lists");
    private volatile boolean closed;

    BenchLists(String brokers) {
        this.brokers = brokers;
        thread.setDaemon(true);
        thread.start();
    }

    /** When the list of an event came, ns; -1 if it did not. */
    long nanosOf(String eventId) {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the lists cannot be read", failed);
        }
        return nanosOfEvent.getOrDefault(eventId, -1L);
    }

    private void read() {
        ListReader reader = new ListReader();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", brokers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(TOPIC)
                    .forEach(each -> partitions.add(new TopicPartition(TOPIC, each.partition())));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    byte[] value = record.value();
                    if (value != null) {
                        long now = System.nanoTime();
                        nanosOfEvent.putIfAbsent(reader.read(value).triggerEventId(), now);
                    }
                }
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join(END_MILLIS);
    }
}
