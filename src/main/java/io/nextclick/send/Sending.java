package io.nextclick.send;

import io.nextclick.contract.EventEncoder;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.kafka.KafkaSettings;
import io.nextclick.rule.RuleUpdate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A connection to a broker over which records go, each under the key that its contract says. */
final class Sending implements AutoCloseable {

    /** Longest wait for the broker, ms: for its topics, and for the answer to a record. */
    private static final int TIMEOUT_MILLIS = 30_000;

    private static final long NANOS = 1_000_000_000;

    private final KafkaSettings kafka;
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventEncoder encoder = new EventEncoder();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final double rate;
    private final boolean now;
    private final long startNanos = System.nanoTime();

    private long events;

    /**
     * @param rate events a second; 0 is as fast as the broker takes them
     * @param now true gives each event the time at which it is sent
     */
    Sending(KafkaSettings kafka, double rate, boolean now) {
        this.kafka = kafka;
        this.rate = rate;
        this.now = now;
        Properties properties = kafka.clientProperties();
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, kafka.maxRecordBytes());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, rate > 0 ? 0 : 5);
        this.producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(CatalogItem item) throws IOException {
        send(Topics.ITEMS, item.itemKey(), null, encoder.encode(item));
    }

    void send(RuleUpdate rule) throws IOException {
        send(Topics.RULES, rule.ruleKey(), null, utf8(rule.text()));
    }

    /** Sends an event when its turn has come. */
    void send(Event event) throws IOException {
        if (rate > 0) {
            long due = startNanos + (long) (events / rate * NANOS);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
        Event sent = now ? event.withOccurredAt(System.currentTimeMillis()) : event;
        send(Topics.EVENTS, event.sourceKey(), sent.occurredAtMillis(), encoder.encode(sent));
        events++;
    }

    /** Events sent so far. */
    long events() {
        return events;
    }

    /** Waits until the broker has all. */
    void flush() throws IOException {
        producer.flush();
        check();
    }

    private void send(Topic<?> topic, String key, @Nullable Long millis, byte[] value)
            throws IOException {
        check();
        try {
            var unused =
                    producer.send(
                            new ProducerRecord<>(
                                    kafka.nameOf(topic), null, millis, utf8(key), value),
                            (written, e) -> {
                                if (e != null) {
                                    failure.compareAndSet(null, e);
                                }
                            });
        } catch (KafkaException e) {
            throw new IOException(refused(e), e);
        }
    }

    private void check() throws IOException {
        Exception e = failure.get();
        if (e != null) {
            throw new IOException(refused(e), e);
        }
    }

    private String refused(Exception e) {
        return "the broker at %s took no record: %s"
                .formatted(kafka.bootstrapServers(), e.getMessage());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofMillis(TIMEOUT_MILLIS));
    }
}
