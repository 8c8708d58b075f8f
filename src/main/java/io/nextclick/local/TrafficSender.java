package io.nextclick.local;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.evaluate.NextClickHits;
import io.nextclick.wire.EventEncoder;
import io.nextclick.wire.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the traffic to Kafka as a shop's tracker would, at its pace. A record's timestamp is the
 * event's own time, so that a replayed log arrives in its own past.
 *
 * <p>At full speed at most {@link #MAX_BACKLOG} events wait in Kafka: then a figure of latency says
 * something of the job and not of how early the log was poured in.
 */
final class TrafficSender implements Runnable {

    /** Most events that the job has not yet read, at full speed. */
    static final int MAX_BACKLOG = 5_000;

    private static final long PAUSE_NANOS = 1_000_000;

    private final Traffic traffic;
    private final DemoOptions options;
    private final KafkaSettings kafka;
    private final NextClickHits hits;
    private final Latencies latencies;
    private final LongSupplier read;
    private final long startMillis;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile boolean finished;
    private volatile @Nullable RuntimeException failure;

    /**
     * @param read how many events the job has read
     * @param startMillis when the demo started, ms since the epoch
     */
    TrafficSender(
            Traffic traffic,
            DemoOptions options,
            KafkaSettings kafka,
            NextClickHits hits,
            Latencies latencies,
            LongSupplier read,
            long startMillis) {
        this.traffic = traffic;
        this.options = options;
        this.kafka = kafka;
        this.hits = hits;
        this.latencies = latencies;
        this.read = read;
        this.startMillis = startMillis;
    }

    @Override
    public void run() {
        Map<String, Object> properties =
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        options.asFastAsPossible() ? "5" : "0",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        "16000000",
                        ProducerConfig.ACKS_CONFIG,
                        "1");
        try (var producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            send(producer);
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            finished = true;
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer) {
        EventEncoder encoder = new EventEncoder();
        for (CatalogItem item : traffic.catalog()) {
            send(
                    producer,
                    new ProducerRecord<>(
                            kafka.topics().items(),
                            utf8(item.itemKey()),
                            encoder.encode(item)));
        }
        Pace pace = null;
        while (!stopped.get() && traffic.hasNext()) {
            Event event = traffic.next();
            if (pace == null) {
                pace = Pace.of(options, event.occurredAtMillis(), startMillis);
            }
            long dueNanos = awaitTurn(pace, event);
            hits.event(event);
            if (event.type().asksForList()) {
                latencies.sent(event.eventId(), dueNanos, !pace.isCatchingUp(event));
            }
            send(
                    producer,
                    new ProducerRecord<>(
                            kafka.topics().events(),
                            null,
                            event.occurredAtMillis(),
                            utf8(event.sourceKey()),
                            encoder.encode(event)));
            sent.incrementAndGet();
        }
        producer.flush();
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        var unused =
                producer.send(
                        record,
                        (metadata, e) -> {
                            if (e != null) {
                                failure = new KafkaException("cannot send an event", e);
                                stop();
                            }
                        });
    }

    /** Waits until the event is due; returns when that was, in nanoseconds of this machine. */
    private long awaitTurn(Pace pace, Event event) {
        if (options.asFastAsPossible() || pace.isCatchingUp(event)) {
            while (!stopped.get() && sent.get() - read.getAsLong() > MAX_BACKLOG) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return System.nanoTime();
        }
        long due = pace.dueNanos(event);
        long wait = due - System.nanoTime();
        while (!stopped.get() && wait > 0) {
            LockSupport.parkNanos(Math.min(wait, 50 * PAUSE_NANOS));
            wait = due - System.nanoTime();
        }
        return due;
    }

    void stop() {
        stopped.set(true);
    }

    long sent() {
        return sent.get();
    }

    boolean isFinished() {
        return finished;
    }

    @Nullable RuntimeException failure() {
        return failure;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * When an event is due.
     *
     * @param firstMillis time of the first event
     * @param catchUpMillis events before this time are in the past already
     * @param startNanos when {@code catchUpMillis} is, in nanoseconds of this machine
     * @param speed times real time
     */
    private record Pace(long firstMillis, long catchUpMillis, long startNanos, double speed) {

        static Pace of(DemoOptions options, long firstMillis, long startMillis) {
            boolean live = options.replay() == null && options.speed() == 1;
            long catchUp = live ? startMillis : firstMillis;
            return new Pace(firstMillis, catchUp, System.nanoTime(), options.speed());
        }

        boolean isCatchingUp(Event event) {
            return event.occurredAtMillis() < catchUpMillis;
        }

        long dueNanos(Event event) {
            double millis = (event.occurredAtMillis() - catchUpMillis) / speed;
            return startNanos + (long) (millis * 1e6);
        }
    }
}
