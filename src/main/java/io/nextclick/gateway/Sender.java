package io.nextclick.gateway;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records to the broker. What waits for it has a bound in bytes and in time: a record is
 * there when all replicas have it, or its future fails.
 */
final class Sender implements AutoCloseable {

    /** The job's topics that records may be sent to. */
    static final List<Topic<?>> TOPICS =
            List.of(
                    Topics.EVENTS,
                    Topics.ITEMS,
                    Topics.IDENTITY_EVENTS,
                    Topics.RULES,
                    Topics.EXPERIMENTS);

    /** Longest wait of a thread for a topic's partitions, or for room in the buffer, ms. */
    private static final int BLOCK_MILLIS = 200;

    /** Pause between two questions for a topic that is not known. */
    private static final int PAUSE_MILLIS = 200;

    /** What is known of a topic is kept, however seldom it is written to. */
    private static final long IDLE_MILLIS = Duration.ofDays(365).toMillis();

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final KafkaSettings kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean ready;

    Sender(KafkaSettings kafka, GatewaySettings settings) {
        this.kafka = kafka;
        int timeout = Math.toIntExact(settings.deliveryTimeout().toMillis());
        Properties properties = kafka.clientProperties();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, kafka.groupId() + "-gateway");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) settings.bufferBytes());
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, kafka.maxRecordBytes());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, IDLE_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer());
        Thread finder = new Thread(this::findEvents, "nextclick-sender");
        finder.setDaemon(true);
        finder.start();
    }

    /**
     * True once the partitions of the topic of events are known. An event that comes before waits
     * for them, and on a busy machine the wait may be too short.
     */
    boolean isReady() {
        return ready;
    }

    private void findEvents() {
        while (!ready && closed.getCount() > 0) {
            try {
                ready = !producer.partitionsFor(kafka.nameOf(Topics.EVENTS)).isEmpty();
            } catch (KafkaException e) {
                // The broker is away, has no such topic, or does not show it.
                if (isClosedWithin(PAUSE_MILLIS)) {
                    return;
                }
            }
        }
        if (ready) {
            ConsentTopic.ensure(kafka);
        }
    }

    private boolean isClosedWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Sends a record.
     *
     * @param value null for a tombstone
     * @return done when the broker has it; fails with {@link #notDelivered} if it may not have it
     */
    CompletableFuture<Void> send(Topic<?> topic, String key, byte @Nullable [] value) {
        if (!TOPICS.contains(topic)) {
            throw new IllegalArgumentException("nothing is sent to " + topic.name());
        }
        return send(kafka.nameOf(topic), key, value);
    }

    /** The same for a topic that the job does not know of. */
    CompletableFuture<Void> send(String topic, String key, byte @Nullable [] value) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            var unused =
                    producer.send(
                            new ProducerRecord<>(
                                    topic, key.getBytes(StandardCharsets.UTF_8), value),
                            (written, e) -> {
                                if (e == null) {
                                    sent.complete(null);
                                } else {
                                    sent.completeExceptionally(notDelivered());
                                }
                            });
        } catch (KafkaException e) {
            sent.completeExceptionally(notDelivered());
        }
        return sent;
    }

    /** What a caller is answered whose record the broker may not have. */
    static Problem notDelivered() {
        return Problem.unavailable(
                "NOT_DELIVERED", "the broker did not confirm; what is not accepted may come again");
    }

    @Override
    public void close() {
        closed.countDown();
        producer.close(CLOSE);
    }
}
