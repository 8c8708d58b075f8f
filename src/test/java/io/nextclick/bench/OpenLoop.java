package io.nextclick.bench;

import io.nextclick.contract.EventEncoder;
import io.nextclick.event.Event;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events at a fixed rate, whatever comes of them, and takes the time from when each was due
 * to when its list was read. It runs in this JVM, apart from the job's.
 */
final class OpenLoop {

    static final String LISTS = "recommendations";
    private static final String TRIGGER = "trigger_event_id";
    static final long WARMUP_SECONDS = 10;
    private static final long DRAIN_SECONDS = 5;
    private static final long END_SECONDS = 30;
    private static final long MAX_MICROS = 3_600_000_000L;
    private static final long PAUSE_NANOS = 200_000;
    private static final Duration POLL = Duration.ofMillis(10);

    private final BenchOptions options;
    private final String servers;
    private final BenchTopics topics;
    private final String topic;
    private final double rate;

    /** When each event that asks for a list was due, until its list comes. */
    private final Map<String, Long> due = new ConcurrentHashMap<>();

    private final Histogram micros = new Histogram(MAX_MICROS, 3);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * @param topic where events go; the job reads it already
     * @param rate events a second
     */
    OpenLoop(BenchOptions options, String servers, BenchTopics topics, String topic, double rate) {
        this.options = options;
        this.servers = servers;
        this.topics = topics;
        this.topic = topic;
        this.rate = rate;
    }

    /**
     * Sends for the time of a repetition, and some seconds before that do not count.
     *
     * @param checkout whose contract the lists have
     */
    Map<String, @Nullable Object> run(Path checkout) throws Exception {
        BinaryMessageDecoder<GenericRecord> decoder = decoder(checkout);
        Thread consumer = new Thread(() -> consume(decoder), "bench-lists");
        consumer.start();
        long asked = 0;
        try {
            asked = send();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
            while (!due.isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } finally {
            over.set(true);
            consumer.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the lists cannot be read", failed);
        }
        long lists = micros.getTotalCount();
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("rate", rate);
        figures.put("p50_ms", millisAt(50));
        figures.put("p99_ms", millisAt(99));
        figures.put("p999_ms", millisAt(99.9));
        figures.put("answered", asked == 0 ? null : (double) lists / asked);
        return figures;
    }

    private @Nullable Double millisAt(double percentile) {
        return micros.getTotalCount() == 0 ? null : micros.getValueAtPercentile(percentile) / 1e3;
    }

    /** Returns how many events that count ask for a list. */
    private long send() throws IOException {
        EventEncoder encoder = new EventEncoder();
        long asked = 0;
        try (BenchLog log = BenchLog.open(options);
                var producer = topics.producer(0)) {
            long start = System.nanoTime();
            long counted = start + TimeUnit.SECONDS.toNanos(WARMUP_SECONDS);
            long end = counted + (long) (options.seconds() * 1e9);
            for (long i = 0; ; i++) {
                Event event = log.next();
                long at = start + (long) (i / rate * 1e9);
                if (at >= end) {
                    break;
                }
                while (System.nanoTime() < at) {
                    LockSupport.parkNanos(Math.min(PAUSE_NANOS, at - System.nanoTime()));
                }
                if (at >= counted && event.type().asksForList()) {
                    due.put(event.eventId(), at);
                    asked++;
                }
                BenchTopics.send(producer, BenchTopics.record(topic, event, encoder));
            }
        }
        return asked;
    }

    private void consume(BinaryMessageDecoder<GenericRecord> decoder) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", servers),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(LISTS)
                    .forEach(each -> partitions.add(new TopicPartition(LISTS, each.partition())));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!over.get()) {
                for (var record : consumer.poll(POLL)) {
                    long now = System.nanoTime();
                    if (record.value() != null) {
                        received(decoder.decode(record.value()).get(TRIGGER).toString(), now);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            failure.set(e);
        }
    }

    private void received(String eventId, long now) {
        Long at = due.remove(eventId);
        if (at != null) {
            micros.recordValue(Math.min(MAX_MICROS, Math.max(0, (now - at) / 1_000)));
        }
    }

    /** Reads of a list only which event it is for. */
    private static BinaryMessageDecoder<GenericRecord> decoder(Path checkout) throws IOException {
        Schema written =
                new Schema.Parser()
                        .parse(new File(checkout.toFile(), "avro/RecommendationList.avsc"));
        Schema read =
                Schema.createRecord(
                        written.getName(), written.getDoc(), written.getNamespace(), false);
        Schema.Field field = written.getField(TRIGGER);
        read.setFields(List.of(new Schema.Field(field, field.schema())));
        BinaryMessageDecoder<GenericRecord> decoder =
                new BinaryMessageDecoder<>(GenericData.get(), read);
        decoder.addSchema(written);
        return decoder;
    }
}
