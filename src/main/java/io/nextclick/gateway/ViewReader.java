package io.nextclick.gateway;

import io.nextclick.contract.Topic;
import io.nextclick.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all topics of the views in one thread, from where the view was kept. It is caught up when
 * it has read what was there at its start. After an error it begins again where it was.
 */
final class ViewReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ViewReader.class);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final long KEEP_NANOS = 1_000_000_000;

    private static final long LOOK_NANOS = 5_000_000_000L;

    private static final long RETRY_MILLIS = 1_000;
    private static final long JOIN_MILLIS = 10_000;

    private final KafkaSettings kafka;
    private final Entries entries;
    private final List<Source> sources;
    private final Counts counts;
    private final Thread thread = new Thread(this::run, "nextclick-views");

    private final Map<TopicPartition, Topic<?>> topicOf = new HashMap<>();
    private final Map<TopicPartition, Long> target = new HashMap<>();

    private volatile boolean closed;
    private volatile boolean reading;
    private volatile boolean caughtUp;
    private volatile long caughtUpMillis = -1;
    private volatile long startedNanos;
    private volatile int partitions;
    private volatile Map<String, Long> behind = Map.of();
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /**
     * A topic that is read.
     *
     * @param topic the topic
     * @param whole true if it is read from its beginning, or where it was kept; else from its end
     * @param reading what takes the records
     */
    record Source(Topic<?> topic, boolean whole, Reading reading) {}

    /** Takes a record. */
    interface Reading {
        void take(Topic<?> topic, ConsumerRecord<byte[], byte[]> record);
    }

    ViewReader(KafkaSettings kafka, Entries entries, List<Source> sources, Counts counts) {
        this.kafka = kafka;
        this.entries = entries;
        this.counts = counts;
        this.sources = List.copyOf(sources);
        thread.setDaemon(true);
    }

    void start() {
        startedNanos = System.nanoTime();
        thread.start();
    }

    /** How long it took from the start until all was read that was there, ms; -1 before. */
    long caughtUpMillis() {
        return caughtUpMillis;
    }

    /** Partitions that are read. */
    int partitions() {
        return partitions;
    }

    /** True once all was read that was there at the start. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /** Records not yet read, by topic; empty as long as that is not known. */
    Map<String, Long> behind() {
        return behind;
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> opened = ViewConsumer.open(kafka)) {
                consumer = opened;
                assign(opened);
                read(opened);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (RuntimeException e) {
                // Of Kafka or of where the view is kept: what was not kept is read again.
                LOG.warn("The views cannot be read; trying again", e);
                pause();
            } finally {
                reading = false;
                consumer = null;
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private void assign(KafkaConsumer<byte[], byte[]> from) {
        List<TopicPartition> whole = new ArrayList<>();
        List<TopicPartition> newest = new ArrayList<>();
        topicOf.clear();
        for (Source source : sources) {
            for (PartitionInfo each : partitions(from, source.topic())) {
                TopicPartition partition = new TopicPartition(each.topic(), each.partition());
                topicOf.put(partition, source.topic());
                (source.whole() ? whole : newest).add(partition);
            }
        }
        from.assign(topicOf.keySet());
        partitions = topicOf.size();
        from.seekToEnd(newest);
        Map<TopicPartition, Long> kept = entries.offsets();
        int goneOn = 0;
        for (TopicPartition partition : whole) {
            Long offset = kept.get(partition);
            if (offset == null) {
                from.seekToBeginning(List.of(partition));
            } else {
                from.seek(partition, offset);
                goneOn++;
            }
        }
        LOG.info("The views go on at kept offsets in {} of {} partitions", goneOn, whole.size());
        if (!caughtUp) {
            target.clear();
            target.putAll(from.endOffsets(whole, ANSWER));
        }
    }

    /** Reads partitions, too, that topics got since; all of them is new. */
    private void assignAdded(KafkaConsumer<byte[], byte[]> from) {
        List<TopicPartition> added = new ArrayList<>();
        for (Source source : sources) {
            for (PartitionInfo each : known(from, source.topic())) {
                TopicPartition partition = new TopicPartition(each.topic(), each.partition());
                if (topicOf.putIfAbsent(partition, source.topic()) == null) {
                    added.add(partition);
                }
            }
        }
        if (!added.isEmpty()) {
            LOG.info("{} partitions were added to topics of the views", added.size());
            from.assign(topicOf.keySet());
            from.seekToBeginning(added);
            partitions = topicOf.size();
        }
    }

    /** What the consumer knows of a topic, and renews; it asks only if the topic is gone. */
    private List<PartitionInfo> known(KafkaConsumer<byte[], byte[]> from, Topic<?> topic) {
        try {
            List<PartitionInfo> found = from.partitionsFor(kafka.nameOf(topic), LOOK);
            return found == null ? List.of() : found;
        } catch (TimeoutException e) {
            return List.of();
        }
    }

    private List<PartitionInfo> partitions(KafkaConsumer<byte[], byte[]> from, Topic<?> topic) {
        while (!closed) {
            List<PartitionInfo> found = from.partitionsFor(kafka.nameOf(topic), ANSWER);
            if (found != null && !found.isEmpty()) {
                return found;
            }
            LOG.info("Waiting for topic {}", kafka.nameOf(topic));
            pause();
        }
        throw new WakeupException();
    }

    private void read(KafkaConsumer<byte[], byte[]> from) {
        Map<Topic<?>, Reading> readings = new HashMap<>();
        sources.forEach(source -> readings.put(source.topic(), source.reading()));
        long kept = System.nanoTime();
        long looked = kept;
        checkCaughtUp(from);
        reading = true;
        while (!closed) {
            for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
                Topic<?> topic =
                        topicOf.get(new TopicPartition(record.topic(), record.partition()));
                Reading reading = topic == null ? null : readings.get(topic);
                if (topic != null && reading != null) {
                    reading.take(topic, record);
                }
            }
            entries.flush();
            checkCaughtUp(from);
            if (System.nanoTime() - kept >= KEEP_NANOS) {
                keep(from);
                kept = System.nanoTime();
            }
            if (System.nanoTime() - looked >= LOOK_NANOS) {
                assignAdded(from);
                looked = System.nanoTime();
            }
        }
        keep(from);
    }

    private void checkCaughtUp(KafkaConsumer<byte[], byte[]> from) {
        if (!caughtUp
                && target.entrySet().stream()
                        .allMatch(
                                each -> from.position(each.getKey(), ANSWER) >= each.getValue())) {
            caughtUpMillis = (System.nanoTime() - startedNanos) / 1_000_000;
            caughtUp = true;
        }
    }

    private void keep(KafkaConsumer<byte[], byte[]> from) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<String, Long> left = new TreeMap<>();
        for (Map.Entry<TopicPartition, Topic<?>> each : topicOf.entrySet()) {
            offsets.put(each.getKey(), from.position(each.getKey(), ANSWER));
            OptionalLong lag = from.currentLag(each.getKey());
            left.merge(each.getValue().name(), lag.orElse(0), Long::sum);
        }
        entries.keep(offsets);
        counts.add("view_kept_total");
        behind = left;
    }

    /** Stops reading; the view is kept. */
    @Override
    public void close() {
        closed = true;
        if (!reading) {
            // It waits for the broker, and has nothing to keep.
            wakeUp();
        }
        try {
            thread.join(JOIN_MILLIS);
            wakeUp();
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void wakeUp() {
        KafkaConsumer<byte[], byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
    }
}
