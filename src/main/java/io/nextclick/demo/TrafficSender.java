package io.nextclick.demo;

import io.nextclick.contract.EventEncoder;
import io.nextclick.contract.Topics;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.generate.PageView;
import io.nextclick.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
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
 * <p>At full speed about {@link #MAX_BACKLOG} events are on their way: then a figure of latency
 * says something of the job and not of how early the log was poured in.
 */
final class TrafficSender implements Runnable {

    /** Most events, about, that the job has still to work on, at full speed. */
    static final int MAX_BACKLOG = 4_000;

    /** Events between two looks at the backlog. */
    private static final int BETWEEN_LOOKS = 200;

    /** The past is over when the job has no more than this to work on: seconds, events. */
    private static final double CAUGHT_UP_SECONDS = 0.25;

    private static final int CAUGHT_UP = 50;

    private static final long PAUSE_NANOS = 1_000_000;

    private final Traffic traffic;
    private final DemoOptions options;
    private final KafkaSettings kafka;
    private final Latencies latencies;
    private final Listener listener;
    private final Onlookers onlookers;
    private final LongUnaryOperator backlog;
    private final long startMillis;

    private final EventEncoder encoder = new EventEncoder();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile boolean finished;

    /** False until a generated shop's past is worked off: nobody waited for its lists. */
    private boolean onSchedule;

    private volatile @Nullable RuntimeException failure;

    /** Where an event comes from. */
    private enum Sent {
        /** What the shop has behind it at the start; nobody waits for its lists. */
        OF_PAST,
        OF_SHOP,
        /** What a list of the job led to. */
        OF_LIST
    }

    /** Takes every event before it is sent. */
    interface Listener {
        /**
         * An event is about to be sent.
         *
         * @param ofList true if it would not be there without a list of the job
         */
        void sent(Event event, boolean ofList);
    }

    /**
     * @param listener takes every event before it is sent
     * @param onlookers look at the lists of a shop that is open to them: not in its past, and not
     *     at full speed, where no list would be there in time
     * @param backlog how many of the events sent so far the job still has to work on
     * @param startMillis when the demo started, ms since the epoch
     */
    TrafficSender(
            Traffic traffic,
            DemoOptions options,
            KafkaSettings kafka,
            Latencies latencies,
            Listener listener,
            Onlookers onlookers,
            LongUnaryOperator backlog,
            long startMillis) {
        this.traffic = traffic;
        this.options = options;
        this.kafka = kafka;
        this.latencies = latencies;
        this.listener = listener;
        this.onlookers = onlookers;
        this.backlog = backlog;
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
        for (CatalogItem item : traffic.catalog()) {
            send(
                    producer,
                    new ProducerRecord<>(
                            kafka.nameOf(Topics.ITEMS),
                            utf8(item.itemKey()),
                            encoder.encode(item)));
        }
        Pace pace = null;
        while (!stopped.get() && traffic.hasNext()) {
            Event event = traffic.next();
            if (pace == null) {
                pace = Pace.of(options, event.occurredAtMillis(), startMillis);
            }
            lookUntil(event.occurredAtMillis(), pace, producer);
            boolean isPast = !options.asFastAsPossible() && pace.isCatchingUp(event);
            long dueNanos = awaitTurn(pace, event.occurredAtMillis(), isPast);
            send(producer, event, dueNanos, isPast ? Sent.OF_PAST : Sent.OF_SHOP);
            PageView page = traffic.page();
            if (page != null && !isPast && !options.asFastAsPossible()) {
                onlookers.opened(page);
            }
        }
        producer.flush();
    }

    /** Sends what onlookers do before the shop's next event. */
    private void lookUntil(long millis, Pace pace, KafkaProducer<byte[], byte[]> producer) {
        while (!stopped.get() && onlookers.dueMillis() <= millis) {
            long dueNanos = awaitTurn(pace, onlookers.dueMillis(), false);
            Event event = onlookers.next();
            if (event != null) {
                send(producer, event, dueNanos, Sent.OF_LIST);
            }
        }
    }

    /** Sends an event, unless it is lost before anybody but its visitor knows of it. */
    private void send(
            KafkaProducer<byte[], byte[]> producer, Event event, long dueNanos, Sent how) {
        if (options.tag().loses(event.type(), event.occurredAtMillis() - startMillis)) {
            return;
        }
        listener.sent(event, how == Sent.OF_LIST);
        if (how != Sent.OF_PAST && event.type().asksForList()) {
            latencies.sent(event.eventId(), dueNanos, onSchedule);
        }
        send(
                producer,
                new ProducerRecord<>(
                        kafka.nameOf(Topics.EVENTS),
                        null,
                        event.occurredAtMillis(),
                        utf8(event.sourceKey()),
                        encoder.encode(event)));
        sent.incrementAndGet();
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
    private long awaitTurn(Pace pace, long millis, boolean isPast) {
        if (options.asFastAsPossible() || isPast) {
            onSchedule = options.asFastAsPossible();
            if (sent.get() % BETWEEN_LOOKS == 0) {
                awaitRoom();
            }
            return System.nanoTime();
        }
        long due = pace.dueNanos(millis);
        long wait = due - System.nanoTime();
        onSchedule = onSchedule || (wait > 0 && hasCaughtUp());
        while (!stopped.get() && wait > 0) {
            LockSupport.parkNanos(Math.min(wait, 50 * PAUSE_NANOS));
            wait = due - System.nanoTime();
        }
        return due;
    }

    private boolean hasCaughtUp() {
        return backlog.applyAsLong(sent.get())
                < Math.max(CAUGHT_UP, options.rate() * CAUGHT_UP_SECONDS);
    }

    private void awaitRoom() {
        while (!stopped.get() && backlog.applyAsLong(sent.get()) > MAX_BACKLOG) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
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
     * @param catchUpMillis events before this time are in the past already
     * @param startNanos when {@code catchUpMillis} is, in nanoseconds of this machine
     * @param speed times real time
     */
    private record Pace(long catchUpMillis, long startNanos, double speed) {

        static Pace of(DemoOptions options, long firstMillis, long startMillis) {
            long catchUp = options.isLive() ? startMillis : firstMillis;
            return new Pace(catchUp, System.nanoTime(), options.speed());
        }

        boolean isCatchingUp(Event event) {
            return event.occurredAtMillis() < catchUpMillis;
        }

        long dueNanos(long occurredAtMillis) {
            double millis = (occurredAtMillis - catchUpMillis) / speed;
            return startNanos + (long) (millis * 1e6);
        }
    }
}
