package io.nextclick.scenario;

import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topic.Direction;
import io.nextclick.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the job writes, in the order in which it comes. Not thread-safe. */
final class OutputReader implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Topic<?>> byName = new HashMap<>();
    private final Map<String, AvroDecoder<SpecificRecord>> decoders = new HashMap<>();
    private final Map<String, List<OutputRecord>> records = new LinkedHashMap<>();

    OutputReader(ScenarioTopics topics) {
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                topics.bootstrapServers(),
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed",
                                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                                "50"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            if (topic.direction() != Direction.INPUT) {
                String name = topics.nameOf(topic);
                byName.put(name, topic);
                decoders.put(name, new AvroDecoder<>(topic.schema(), CodecSettings.DEFAULT));
                records.put(topic.name(), new ArrayList<>());
                for (int partition = 0; partition < Playground.PARTITIONS; partition++) {
                    partitions.add(new TopicPartition(name, partition));
                }
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what comes within a time; how many records came. */
    int poll(Duration wait) {
        int read = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            Topic<?> topic = byName.get(record.topic());
            AvroDecoder<SpecificRecord> decoder = decoders.get(record.topic());
            if (topic != null && decoder != null) {
                of(topic.name()).add(decoded(topic.name(), record, decoder));
                read++;
            }
        }
        return read;
    }

    private static OutputRecord decoded(
            String topic,
            ConsumerRecord<byte[], byte[]> record,
            AvroDecoder<SpecificRecord> decoder) {
        try {
            return OutputRecord.of(topic, record, decoder);
        } catch (RefusedException e) {
            throw new IllegalStateException(
                    "a record of '%s' is not of its contract: %s".formatted(topic, e.detail()), e);
        }
    }

    /** The records of a topic so far, by its default name. */
    List<OutputRecord> of(String topic) {
        return records.computeIfAbsent(topic, name -> new ArrayList<>());
    }

    /** All records so far, by topic. */
    Map<String, List<OutputRecord>> all() {
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
