package io.nextclick.whole;

import static io.nextclick.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.contract.EventEncoder;
import io.nextclick.contract.ListReader;
import io.nextclick.contract.ListReader.ReadList;
import io.nextclick.contract.ListReader.ReadReason;
import io.nextclick.demo.EmbeddedKafka;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.testkit.JobJar;
import io.nextclick.testkit.Patience;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job jar as it is delivered: what is in it, and that a standalone cluster and a broker need
 * nothing else to run it, stop it with a savepoint and go on from there.
 */
class JobJarIT {

    private static final int PARTITIONS = 2;

    private static final Set<String> NEEDED =
            Set.of(
                    "io/nextclick/PersonalizationJob.class",
                    "org/apache/flink/connector/kafka/source/KafkaSource.class",
                    "org/apache/flink/connector/base/DeliveryGuarantee.class",
                    "org/apache/kafka/clients/producer/KafkaProducer.class",
                    "org/apache/avro/Schema.class",
                    "net/jpountz/lz4/LZ4Factory.class",
                    "org/apache/commons/statistics/distribution/NormalDistribution.class",
                    "org/apache/commons/numbers/gamma/LogGamma.class",
                    "META-INF/LICENSE",
                    "META-INF/NOTICE");

    /** What Flink has, or the demo. The connector has a folder of its own below "streaming". */
    private static final Set<String> FOREIGN =
            Set.of(
                    "org/apache/flink/runtime/",
                    "org/apache/flink/streaming/api/",
                    "org/apache/flink/streaming/runtime/",
                    "org/apache/flink/api/common/",
                    "org/apache/flink/client/",
                    "org/apache/flink/state/",
                    "org/rocksdb/",
                    "org/slf4j/",
                    "org/apache/logging/",
                    "org/junit/",
                    "io/nextclick/demo/",
                    "io/nextclick/cli/",
                    "io/nextclick/scenario/",
                    "io/nextclick/send/",
                    "io/nextclick/rehearse/",
                    "io/nextclick/log/",
                    "io/nextclick/expectation/",
                    "expectations/",
                    "io/nextclick/evaluate/",
                    "io/nextclick/generate/",
                    "io/nextclick/gateway/",
                    "io/undertow/",
                    "redis/",
                    "web/",
                    "kafka/server/",
                    "scala/");

    @TempDir static Path directory;

    private static EmbeddedKafka kafka;
    private static StandaloneCluster cluster;
    private static Path jar;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), PARTITIONS);
        cluster = StandaloneCluster.start(directory.resolve("flink"));
        jar = JobJar.path();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (kafka != null) {
            kafka.close();
        }
    }

    @Test
    void the_jar_has_what_the_cluster_lacks() throws Exception {
        Set<String> missing = new TreeSet<>(NEEDED);
        missing.removeAll(entries());

        assertThat(missing).isEmpty();
    }

    @Test
    void the_jar_has_nothing_that_the_cluster_or_only_the_demo_brings() throws Exception {
        List<String> superfluous =
                entries().stream()
                        .filter(
                                name ->
                                        FOREIGN.stream().anyMatch(name::startsWith)
                                                || name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)"))
                        .toList();

        assertThat(superfluous).isEmpty();
    }

    @Test
    void the_cluster_has_nothing_of_the_job_on_its_class_path() throws Exception {
        String classpath = Files.readString(Path.of("target", "cluster.classpath")).strip();

        assertThat(classpath.split(File.pathSeparator))
                .extracting(path -> Path.of(path).getFileName().toString())
                .anyMatch(name -> name.startsWith("flink-runtime-"))
                .noneMatch(
                        name ->
                                Stream.of(
                                                "nextclick",
                                                "classes",
                                                "kafka",
                                                "avro",
                                                "jackson-",
                                                "commons-statistics",
                                                "commons-numbers",
                                                "commons-rng")
                                        .anyMatch(name::startsWith))
                .noneMatch(name -> name.matches("flink-(connector-(kafka|base)|avro|sql).*"));
    }

    @Test
    void a_wrong_option_is_told_by_key_and_value_to_who_submits() throws Exception {
        String printed =
                cluster.run(
                        jar,
                        List.of(
                                "--kafka.bootstrap-servers", kafka.bootstrapServers(),
                                "--recommend.size", "many",
                                "--session.gpa", "30 min"),
                        null);

        assertThat(printed)
                .doesNotContain("exit code 0")
                .contains("2 invalid option(s)")
                .contains("Invalid value 'many' for 'recommend.size'")
                .contains("a whole number between 1 and 500")
                .contains("session.gpa");
    }

    @Test
    void the_job_recommends_stops_with_a_savepoint_and_goes_on_from_it() throws Exception {
        List<String> arguments =
                List.of(
                        "--kafka.bootstrap-servers",
                        kafka.bootstrapServers(),
                        "--kafka.create-topics",
                        "true",
                        "--kafka.max-pause",
                        Patience.OPTION,
                        "--kafka.start-timeout",
                        Patience.OPTION,
                        "--recommend.deadline",
                        Patience.OPTION);
        String first = cluster.runJob(jar, arguments, null);
        try (Shop shop = new Shop()) {
            for (int visitor = 0; visitor < 5; visitor++) {
                shop.view("d-" + visitor, "boots");
                shop.view("d-" + visitor, "wax");
            }
            assertThat(shop.listFor("d-0:wax").personId()).isEqualTo("d-0");

            String savepoint = cluster.stopWithSavepoint(first);
            shop.view("late", "boots");
            String second = cluster.runJob(jar, arguments, savepoint);

            assertThat(second).isNotEqualTo(first);
            ReadList list = shop.listFor("late:boots");
            assertThat(list.personId()).isEqualTo("late");
            assertThat(list.items()).as("learnt before the savepoint").contains("wax");
            assertThat(list.reasons()).contains(new ReadReason("SIMILAR_ITEM", "boots"));
            assertThat(cluster.state(second)).isEqualTo("RUNNING");
        }
    }

    private static List<String> entries() throws Exception {
        try (JarFile file = new JarFile(JobJar.path().toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .toList();
        }
    }

    /** A shop's side: it sends events and reads the lists. */
    private static final class Shop implements AutoCloseable {

        private final EventEncoder encoder = new EventEncoder();
        private final ListReader reader = new ListReader();
        private final KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        private final KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                kafka.bootstrapServers(),
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        private final Map<String, ReadList> lists = new HashMap<>();

        Shop() {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition("recommendations", i));
            }
            consumer.assign(partitions);
        }

        /** Sends a view; its event's id is {@code device:item}. */
        void view(String device, String item) throws Exception {
            Event event =
                    new Event(
                            device + ':' + item,
                            EventType.VIEW,
                            System.currentTimeMillis(),
                            "shop",
                            null,
                            device,
                            null,
                            item,
                            EventContext.NONE);
            Patience.get(
                    producer.send(
                            new ProducerRecord<>(
                                    "events",
                                    device.getBytes(StandardCharsets.UTF_8),
                                    encoder.encode(event))));
        }

        /** The list that answers an event. */
        ReadList listFor(String eventId) {
            await("list for " + eventId)
                    .failFast("a JVM of the cluster ended", () -> !cluster.isAlive())
                    .until(
                            () -> {
                                consumer.poll(Duration.ofMillis(200))
                                        .forEach(record -> add(reader.read(record.value())));
                                return lists.containsKey(eventId);
                            });
            return lists.get(eventId);
        }

        private void add(ReadList list) {
            lists.put(list.triggerEventId(), list);
        }

        @Override
        public void close() {
            producer.close(Patience.LONGEST);
            consumer.close();
        }
    }
}
