package io.nextclick.bench;

import io.nextclick.cli.RuleFiles;
import io.nextclick.config.Settings;
import io.nextclick.contract.EventEncoder;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.rule.RuleUpdate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of a run: events, rules and catalogue stay, what a graph has written is deleted. */
final class BenchTopics implements AutoCloseable {

    /** The topic that is filled before anything is measured. */
    static final String EVENTS = "events";

    private static final String RULES = "rules";
    private static final String ITEMS = "items";
    private static final Set<String> KEPT = Set.of(EVENTS, RULES, ITEMS);

    /** Of a topic of events: their own time counts, so that a log arrives in its own past. */
    static final Map<String, String> OWN_TIME = Map.of("message.timestamp.type", "CreateTime");

    private static final long TIMEOUT_SECONDS = 60;

    private final Admin admin;
    private final String servers;
    private final int partitions;

    BenchTopics(String servers, int partitions) {
        this.servers = servers;
        this.partitions = partitions;
        this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    }

    /** A producer as a shop's tracker would have it, or one that fills batches. */
    KafkaProducer<byte[], byte[]> producer(int lingerMillis) {
        return new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        servers,
                        "linger.ms",
                        lingerMillis,
                        "batch.size",
                        65_536,
                        "acks",
                        "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Makes the topics that stay and sends what they hold. */
    void fill(BenchOptions options) throws Exception {
        create(EVENTS, OWN_TIME);
        create(RULES, Map.of("cleanup.policy", "compact"));
        create(ITEMS, Map.of("cleanup.policy", "compact"));
        EventEncoder encoder = new EventEncoder();
        try (BenchLog log = BenchLog.open(options);
                var producer = producer(20)) {
            for (RuleUpdate rule : rules()) {
                send(
                        producer,
                        new ProducerRecord<>(RULES, utf8(rule.ruleKey()), utf8(rule.text())));
            }
            for (CatalogItem item : log.catalog()) {
                send(
                        producer,
                        new ProducerRecord<>(ITEMS, utf8(item.itemKey()), encoder.encode(item)));
            }
            for (int i = 0; i < options.events(); i++) {
                send(producer, record(EVENTS, log.next(), encoder));
            }
            producer.flush();
        }
        long sent = ends(Set.of(EVENTS)).values().stream().mapToLong(Long::longValue).sum();
        if (sent != options.events()) {
            throw new IllegalStateException("only %d events were sent".formatted(sent));
        }
    }

    private static Collection<RuleUpdate> rules() throws IOException {
        int most = Settings.defaults().triggers().maxRules();
        return RuleFiles.read(RuleFiles.STARTER, most).updates();
    }

    /** An event's record, with the event's own time, as a replay has it. */
    static ProducerRecord<byte[], byte[]> record(String topic, Event event, EventEncoder encoder) {
        return new ProducerRecord<>(
                topic,
                null,
                event.occurredAtMillis(),
                utf8(event.sourceKey()),
                encoder.encode(event));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Sends without waiting. */
    static void send(
            KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record);
    }

    /** Makes a topic. */
    void create(String topic, Map<String, String> config) throws Exception {
        NewTopic made = new NewTopic(topic, partitions, (short) 1).configs(config);
        get(admin.createTopics(List.of(made)).all());
    }

    /** Records in each topic that a graph has written. */
    Map<String, Long> written() throws Exception {
        return ends(outputs());
    }

    private Map<String, Long> ends(Set<String> names) throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (String topic : names) {
            for (int i = 0; i < partitions; i++) {
                asked.put(new TopicPartition(topic, i), OffsetSpec.latest());
            }
        }
        Map<String, Long> ends = new TreeMap<>();
        get(admin.listOffsets(asked).all())
                .forEach((at, end) -> ends.merge(at.topic(), end.offset(), Long::sum));
        return ends;
    }

    private Set<String> outputs() throws Exception {
        Set<String> names = new TreeSet<>(get(admin.listTopics().names()));
        names.removeAll(KEPT);
        return names;
    }

    /** Deletes what a graph has written, what it learnt among it, so that the next begins anew. */
    void clear() throws Exception {
        List<String> old = new ArrayList<>(outputs());
        if (!old.isEmpty()) {
            get(admin.deleteTopics(old).all());
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!outputs().isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("topics are not deleted: " + outputs());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static <T> T get(KafkaFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        admin.close();
    }
}
