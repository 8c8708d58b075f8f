package io.nextclick.kafka;

import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.config.Settings;
import io.nextclick.contract.EventEncoder;
import io.nextclick.contract.Topics;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.Patience;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the job reads of a real broker, and from where. */
class ReadingKafkaIT extends JobOnKafka {

    private static final int PARTITIONS = 2;

    private final EventEncoder encoder = new EventEncoder();
    private final long now = System.currentTimeMillis();

    @AfterEach
    void cancelWhatRuns(@InjectMiniCluster MiniCluster flink) throws Exception {
        cancelJobs(flink);
    }

    private static Map<String, String> options(String prefix) {
        Map<String, String> options = topics(prefix + '-');
        options.put("kafka.bootstrap-servers", client.bootstrapServers());
        options.put("kafka.group-id", prefix);
        options.put("kafka.create-topics", "true");
        options.put("kafka.start-timeout", Patience.OPTION);
        options.put("kafka.max-pause", Patience.OPTION);
        return options;
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", client.bootstrapServers()));
    }

    private void send(String prefix, String name, int events) throws Exception {
        for (int i = 0; i < events; i++) {
            send(prefix + "-events", view("tea").by("p" + i).at(now + i).named(name + i).event());
        }
    }

    private static Set<String> answered(String prefix, int lists) throws Exception {
        return client.read(prefix + "-recommendations", "RecommendationList", lists).stream()
                .map(list -> list.get("trigger_event_id").toString())
                .collect(Collectors.toSet());
    }

    /**
     * Waits until a checkpoint has committed where each partition is read from. A reader does so
     * between two batches: so it is given some, of the topic that it reads beside these events.
     */
    private static void awaitOffsets(MiniCluster flink, JobClient job, String prefix)
            throws Exception {
        awaitTasks(flink, job);
        String group = prefix + "-events";
        try (Admin admin = admin()) {
            Patience.await("offsets of " + group)
                    .ignoreExceptions()
                    .until(
                            () -> {
                                checkpoint(flink, job);
                                sendNoEvents(prefix + "-events-json");
                                return Patience.get(
                                                        admin.listConsumerGroupOffsets(group)
                                                                .partitionsToOffsetAndMetadata())
                                                .size()
                                        == 2 * PARTITIONS;
                            });
        }
    }

    private static String stop(JobClient job, String prefix) throws Exception {
        return Patience.get(
                job.stopWithSavepoint(
                        false,
                        folder.resolve("savepoint-" + prefix).toUri().toString(),
                        SavepointFormatType.CANONICAL));
    }

    @Test
    void what_came_while_a_job_that_had_read_nothing_was_stopped_is_read(
            @InjectMiniCluster MiniCluster flink) throws Exception {
        Map<String, String> options = options("latest");
        options.put("kafka.start-from", "LATEST");
        KafkaTopics.ensure(Settings.of(options).kafka());
        send("latest", "before", 3);
        JobClient job = start(options);
        awaitOffsets(flink, job, "latest");
        String savepoint = stop(job, "latest");
        send("latest", "meanwhile", 10);

        start(options, savepoint, 0);
        assertThat(answered("latest", 10))
                .hasSize(10)
                .allMatch(event -> event.startsWith("meanwhile"));
    }

    @Test
    void what_retention_left_of_the_time_of_an_outage_is_read_and_the_rest_counted(
            @InjectMiniCluster MiniCluster flink) throws Exception {
        Map<String, String> options = options("expired");
        options.put("kafka.start-from", "LATEST");
        JobClient job = start(options);
        awaitOffsets(flink, job, "expired");
        String savepoint = stop(job, "expired");
        Map<TopicPartition, RecordsToDelete> oldest = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (int i = 0; i < 5; i++) {
                sendTo("expired-events", partition, "old-%d-%d".formatted(partition, i));
            }
            sendTo("expired-events", partition, "left-" + partition);
            oldest.put(
                    new TopicPartition("expired-events", partition),
                    RecordsToDelete.beforeOffset(5));
        }
        try (Admin admin = admin()) {
            Patience.get(admin.deleteRecords(oldest).all());
        }

        start(options, savepoint, 0);
        assertThat(answered("expired", PARTITIONS)).containsExactlyInAnyOrder("left-0", "left-1");
        assertThat(expired(new KafkaPartitionSplit(new TopicPartition("expired-events", 0), 2)))
                .isEqualTo(3);
        assertThat(expired(new KafkaPartitionSplit(new TopicPartition("expired-events", 0), 5)))
                .isZero();
        assertThat(
                        expired(
                                new KafkaPartitionSplit(
                                        new TopicPartition("expired-events", 0),
                                        KafkaPartitionSplit.EARLIEST_OFFSET)))
                .isZero();
    }

    private static long expired(KafkaPartitionSplit split) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", client.bootstrapServers());
        SimpleCounter counter = new SimpleCounter();
        new ExpiredRecords(
                        properties,
                        Patience.LONGEST.toMillis(),
                        new UnregisteredMetricsGroup() {
                            @Override
                            public Counter counter(String name) {
                                assertThat(name).isEqualTo("recordsExpired");
                                return counter;
                            }
                        })
                .tell(List.of(split));
        return counter.getCount();
    }

    private static void sendNoEvents(String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                Patience.get(
                        producer.send(new ProducerRecord<>(topic, partition, null, new byte[1])));
            }
        }
    }

    private void sendTo(String topic, int partition, String event) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            Patience.get(producer.send(record(topic, partition, event)));
        }
    }

    private ProducerRecord<byte[], byte[]> record(String topic, int partition, String event) {
        return new ProducerRecord<>(
                topic,
                partition,
                event.getBytes(StandardCharsets.UTF_8),
                encoder.encode(view("tea").by(event).at(now).named(event).event()));
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", client.bootstrapServers());
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends an event and takes it back, then one that holds. */
    private void sendInTransactions(String prefix) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                producer(Map.of("transactional.id", prefix))) {
            producer.initTransactions();
            producer.beginTransaction();
            Patience.get(producer.send(record(prefix + "-events", 0, "aborted")));
            producer.abortTransaction();
            producer.beginTransaction();
            Patience.get(producer.send(record(prefix + "-events", 0, "committed")));
            producer.commitTransaction();
        }
    }

    @Test
    void an_aborted_event_never_was() throws Exception {
        start(options("isolated"), null, 0, 1);
        sendInTransactions("isolated");
        assertThat(answered("isolated", 1)).containsExactly("committed");
    }

    @Test
    void an_aborted_event_is_obeyed_where_that_is_asked_for() throws Exception {
        Map<String, String> options = options("dirty");
        options.put("kafka.isolation.level", "READ_UNCOMMITTED");
        start(options, null, 0, 1);
        sendInTransactions("dirty");
        assertThat(answered("dirty", 2)).containsExactlyInAnyOrder("aborted", "committed");
    }

    @Test
    void inputs_that_would_lose_a_replayed_history_are_told_at_the_start() throws Exception {
        Map<String, String> options = options("kept");
        options.put("kafka.event-timestamps", "CREATE_TIME");
        KafkaSettings kafka = Settings.of(options).kafka();
        assertThat(KafkaTopics.ensure(kafka)).as("as they are created").isEmpty();
        try (Admin admin = admin()) {
            Patience.get(
                    admin.incrementalAlterConfigs(
                                    Map.of(
                                            new ConfigResource(
                                                    ConfigResource.Type.TOPIC,
                                                    kafka.nameOf(Topics.EVENTS_JSON)),
                                            List.of(
                                                    new AlterConfigOp(
                                                            new ConfigEntry(
                                                                    "retention.ms", "604800000"),
                                                            AlterConfigOp.OpType.SET))))
                            .all());
        }
        Patience.await("a warning").until(() -> !KafkaTopics.ensure(kafka).isEmpty());
        assertThat(KafkaTopics.ensure(kafka))
                .singleElement()
                .asString()
                .contains("kept-events-json", "retention.ms=604800000", "retention.ms=-1");
    }
}
