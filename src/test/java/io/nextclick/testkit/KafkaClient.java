package io.nextclick.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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

/**
 * Plain Kafka clients that know nothing of the job but the files in {@code avro/}. Each topic is
 * read once, by one consumer that goes on where it was.
 */
public final class KafkaClient implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int PATIENCE_MILLIS = Math.toIntExact(Patience.LONGEST.toMillis());

    private final String bootstrapServers;
    private final Map<String, Object> security;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Reader> readers = new HashMap<>();

    public KafkaClient(String bootstrapServers) {
        this(bootstrapServers, Map.of());
    }

    /**
     * Clients of a broker that asks who is there.
     *
     * @param security what they tell it
     */
    public KafkaClient(String bootstrapServers, Map<String, String> security) {
        this.bootstrapServers = bootstrapServers;
        this.security = Map.copyOf(security);
        this.producer =
                new KafkaProducer<>(
                        properties(
                                Map.of(
                                        "max.request.size",
                                        "16000000",
                                        "max.block.ms",
                                        PATIENCE_MILLIS,
                                        "delivery.timeout.ms",
                                        PATIENCE_MILLIS)),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    private Map<String, Object> properties(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(security);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.putAll(more);
        return properties;
    }

    /** Where the broker is. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Sends a record with the time of now, as a producer does that sets none. */
    public void send(String topic, @Nullable String key, byte @Nullable [] value) throws Exception {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        Patience.get(producer.send(new ProducerRecord<>(topic, bytes, value)));
    }

    /** Sends a record with a time of its own, as a replay does. */
    public void send(String topic, String key, byte[] value, long millis) throws Exception {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        Patience.get(producer.send(new ProducerRecord<>(topic, null, millis, bytes, value)));
    }

    /** All records of a topic, as soon as there are so many. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        Reader reader = reader(topic);
        Patience.await(count + " records in " + topic)
                .until(() -> reader.poll(POLL).size() >= count);
        return List.copyOf(reader.records);
    }

    /** The same, decoded with a contract's file. */
    public List<GenericRecord> read(String topic, String contract, int count) throws IOException {
        read(topic, count);
        return follow(topic, contract).values();
    }

    /** All records of a topic, as soon as they are so. */
    public List<GenericRecord> readUntil(
            String topic, String contract, Predicate<List<GenericRecord>> wanted)
            throws IOException {
        Follower follower = follow(topic, contract);
        Patience.await("records in " + topic)
                .until(
                        () -> {
                            follower.poll(POLL);
                            return wanted.test(follower.values());
                        });
        return follower.values();
    }

    /** Follows a topic from its beginning. */
    public Follower follow(String topic, String contract) throws IOException {
        Schema schema = new Schema.Parser().parse(new File("avro/" + contract + ".avsc"));
        return new Follower(reader(topic), schema);
    }

    private Reader reader(String topic) {
        Map<String, Object> properties =
                properties(
                        Map.of(
                                "isolation.level",
                                "read_committed",
                                "default.api.timeout.ms",
                                PATIENCE_MILLIS));
        return readers.computeIfAbsent(topic, name -> new Reader(properties, name));
    }

    /** A consumer of a topic, and what it has read. */
    private static final class Reader {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

        private Reader(Map<String, Object> properties, String topic) {
            consumer =
                    new KafkaConsumer<>(
                            properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(topic)
                    .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        private List<ConsumerRecord<byte[], byte[]>> poll(Duration wait) {
            consumer.poll(wait).forEach(records::add);
            return records;
        }
    }

    /** What a topic holds so far, decoded. */
    public static final class Follower {

        /**
         * A record.
         *
         * @param key its key, or "" if it has none
         * @param value its value, or null for a tombstone
         */
        public record Entry(String key, @Nullable GenericRecord value) {}

        private final Reader reader;
        private final BinaryMessageDecoder<GenericRecord> decoder;
        private final List<Entry> entries = new ArrayList<>();

        private Follower(Reader reader, Schema schema) {
            this.reader = reader;
            this.decoder = new BinaryMessageDecoder<>(GenericData.get(), schema);
        }

        /** All records so far, after a wait for new ones of at most this. */
        public List<Entry> poll(Duration wait) throws IOException {
            reader.poll(wait);
            return entries();
        }

        private List<Entry> entries() throws IOException {
            List<ConsumerRecord<byte[], byte[]>> records = reader.records;
            for (var record : records.subList(entries.size(), records.size())) {
                byte[] key = record.key();
                byte[] value = record.value();
                entries.add(
                        new Entry(
                                key == null ? "" : new String(key, StandardCharsets.UTF_8),
                                value == null ? null : decoder.decode(value)));
            }
            return List.copyOf(entries);
        }

        private List<GenericRecord> values() throws IOException {
            return entries().stream().map(Entry::value).toList();
        }
    }

    @Override
    public void close() {
        readers.values().forEach(reader -> reader.consumer.close());
        producer.close(Patience.LONGEST);
    }
}
