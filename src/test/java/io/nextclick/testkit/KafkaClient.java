package io.nextclick.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Plain Kafka clients that know nothing of the job but the files in {@code avro/}. */
public final class KafkaClient implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;

    public KafkaClient(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "max.request.size",
                                "16000000"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Sends a record with the time of now, as a producer does that sets none. */
    public void send(String topic, @Nullable String key, byte @Nullable [] value) throws Exception {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, bytes, value)).get(30, TimeUnit.SECONDS);
    }

    /** Sends a record with a time of its own, as a replay does. */
    public void send(String topic, String key, byte[] value, long millis) throws Exception {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, null, millis, bytes, value))
                .get(30, TimeUnit.SECONDS);
    }

    /** Reads a topic from its beginning until it has so many records or the time is over. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, int count, Duration timeout) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(
                        Map.<String, Object>of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "group.id",
                                "reader-" + System.nanoTime(),
                                "auto.offset.reset",
                                "earliest",
                                "isolation.level",
                                "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            long end = System.nanoTime() + timeout.toNanos();
            while (records.size() < count && System.nanoTime() < end) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    /** Reads and decodes with a contract's file. */
    public List<GenericRecord> read(String topic, String contract, int count, Duration timeout)
            throws IOException {
        Schema schema = new Schema.Parser().parse(new File("avro/" + contract + ".avsc"));
        BinaryMessageDecoder<GenericRecord> decoder =
                new BinaryMessageDecoder<>(GenericData.get(), schema);
        List<GenericRecord> decoded = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : read(topic, count, timeout)) {
            decoded.add(decoder.decode(record.value()));
        }
        return decoded;
    }

    /** Follows a topic from its beginning. */
    public Follower follow(String topic, String contract) throws IOException {
        Schema schema = new Schema.Parser().parse(new File("avro/" + contract + ".avsc"));
        return new Follower(bootstrapServers, topic, schema);
    }

    /** What a topic holds so far; one consumer that goes on where it was. */
    public static final class Follower implements AutoCloseable {

        /**
         * A record.
         *
         * @param key its key
         * @param value its value, or null for a tombstone
         */
        public record Entry(String key, @Nullable GenericRecord value) {}

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final BinaryMessageDecoder<GenericRecord> decoder;
        private final List<Entry> entries = new ArrayList<>();

        private Follower(String bootstrapServers, String topic, Schema schema) {
            decoder = new BinaryMessageDecoder<>(GenericData.get(), schema);
            consumer =
                    new KafkaConsumer<>(
                            Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer());
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(topic)
                    .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        /** All records so far, after a wait for new ones of at most this. */
        public List<Entry> poll(Duration wait) throws IOException {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
                byte[] value = record.value();
                entries.add(
                        new Entry(
                                new String(record.key(), StandardCharsets.UTF_8),
                                value == null ? null : decoder.decode(value)));
            }
            return List.copyOf(entries);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
