package io.nextclick.kafka;

import static io.nextclick.kafka.JobAccess.allow;
import static io.nextclick.testkit.Events.view;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextclick.PersonalizationJob;
import io.nextclick.config.Settings;
import io.nextclick.contract.EventEncoder;
import io.nextclick.event.Event;
import io.nextclick.kafka.JobAccess.When;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.KafkaClient;
import io.nextclick.testkit.LoggedSecrets;
import io.nextclick.testkit.Patience;
import io.nextclick.testkit.SecuredKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job on a broker behind TLS and SCRAM that allows it what docs/operations.md says and no more,
 * and what becomes of its password.
 */
class SecuredKafkaIT {

    private static final int PARTITIONS = 2;
    private static final Duration POLL = Duration.ofMillis(200);

    @RegisterExtension static final MiniClusterExtension FLINK = JobOnKafka.FLINK;

    @TempDir static Path folder;

    private static SecuredKafka kafka;
    private static LoggedSecrets logged;
    private static KafkaClient shop;

    private final EventEncoder encoder = new EventEncoder();
    private final long now = System.currentTimeMillis();

    @BeforeAll
    static void startBroker() throws Exception {
        kafka = SecuredKafka.start(folder.resolve("kafka"), PARTITIONS);
        logged = new LoggedSecrets(() -> kafka.secrets());
        Map<String, String> creates =
                kafka.user("creates", JobAccess.of("creates", When.ALWAYS, When.CREATE_TOPICS));
        KafkaTopics.ensure(kafka.settings(creates, Map.of("kafka.create-topics", "true")).kafka());
        shop = kafka.client("shop", allow("shop", WRITE, "events"));
    }

    @AfterAll
    static void stopBroker() {
        shop.close();
        logged.close();
        kafka.close();
    }

    @AfterEach
    void nothing_secret_was_logged(@InjectMiniCluster MiniCluster flink) throws Exception {
        JobOnKafka.cancelJobs(flink);
        assertThat(logged.lines()).isPositive();
        assertThat(logged.found()).isEmpty();
    }

    private static JobClient start(Settings settings, String savepoint) throws Exception {
        return PersonalizationJob.start(JobOnKafka.environment(savepoint), settings);
    }

    private void send(String name) throws Exception {
        Event event = view("tea").by("ann").at(now).named(name).event();
        shop.send("events", event.sourceKey(), encoder.encode(event));
    }

    private static void awaitList(KafkaClient reader, String topic, String event) throws Exception {
        reader.readUntil(
                topic,
                "RecommendationList",
                lists -> lists.stream().anyMatch(list -> isFor(list, event)));
    }

    @Test
    void the_job_writes_lists_with_a_login_from_the_environment(
            @InjectMiniCluster MiniCluster flink) throws Exception {
        Settings settings =
                kafka.settings(kafka.user("once", JobAccess.of("once", When.ALWAYS)), Map.of());
        assertThat(KafkaTopics.ensure(settings.kafka())).isEmpty();
        try (KafkaClient reader = kafka.client("reads", allow("reads", READ, "recommendations"))) {
            JobClient job = start(settings, null);
            send("first");
            awaitList(reader, "recommendations", "first");
            stop(flink, job);
        }
        assertThat(filesWith("first")).isNotEmpty();
        assertThat(kafka.secrets())
                .allSatisfy(
                        secret -> {
                            assertThat(filesWith(secret)).isEmpty();
                            assertThat(settings.toString()).doesNotContain(secret);
                        });
    }

    @Test
    void exactly_once_goes_on_from_a_savepoint_with_a_login_from_a_file(
            @InjectMiniCluster MiniCluster flink) throws Exception {
        Map<String, String> login =
                kafka.user("twice", JobAccess.of("twice", When.ALWAYS, When.EXACTLY_ONCE));
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Files.writeString(mounted.resolve("jaas"), login.remove("sasl.jaas.config"));
        Settings settings =
                kafka.settings(
                        login,
                        Map.of(
                                "kafka.delivery-guarantee",
                                "EXACTLY_ONCE",
                                "kafka.client.sasl.jaas.config",
                                "${directory:" + mounted + ":jaas}",
                                "kafka.client.config.providers",
                                "directory",
                                "kafka.client.config.providers.directory.class",
                                DirectoryConfigProvider.class.getName()));
        try (KafkaClient reader =
                kafka.client("follows", allow("follows", READ, "recommendations"))) {
            JobClient job = start(settings, null);
            send("second");
            awaitCommitted(flink, job, reader, "second");
            JobClient next = start(settings, stop(flink, job));
            send("third");
            awaitCommitted(flink, next, reader, "third");
            // No open transaction is left behind, for which readers of other tests would wait.
            stop(flink, next);
        }
    }

    /** Waits for a list that a checkpoint commits. */
    private static void awaitCommitted(
            MiniCluster flink, JobClient job, KafkaClient reader, String event) throws Exception {
        KafkaClient.Follower lists = reader.follow("recommendations", "RecommendationList");
        JobOnKafka.awaitTasks(flink, job);
        Patience.await("a list for " + event)
                .until(
                        () -> {
                            JobOnKafka.checkpoint(flink, job);
                            return lists.poll(POLL).stream()
                                    .anyMatch(each -> isFor(each.value(), event));
                        });
    }

    private static boolean isFor(GenericRecord list, String event) {
        return event.equals(list.get("trigger_event_id").toString());
    }

    private static String stop(MiniCluster flink, JobClient job) throws Exception {
        JobOnKafka.awaitTasks(flink, job);
        return Patience.get(
                job.stopWithSavepoint(
                        false,
                        folder.resolve("savepoint").toUri().toString(),
                        SavepointFormatType.CANONICAL));
    }

    /** Files of savepoints that have a text in them. */
    private static List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("savepoint"))) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    @Test
    void a_rehearsal_writes_its_own_topics_alone_and_deletes_them(
            @InjectMiniCluster MiniCluster flink) throws Exception {
        String prefix = JobAccess.REHEARSAL + "1-";
        Map<String, String> options = new HashMap<>();
        options.put("kafka.group-id", prefix);
        options.put("kafka.create-topics", "true");
        options.put("kafka.output-prefix", prefix);
        Map<String, String> login =
                kafka.user("rehearses", JobAccess.of("rehearses", When.REHEARSAL));
        Settings settings = kafka.settings(login, options);
        try (KafkaClient own = new KafkaClient(kafka.bootstrapServers(), login)) {
            JobClient job = start(settings, null);
            send("rehearsed");
            awaitList(own, prefix + "recommendations", "rehearsed");
            JobOnKafka.awaitTasks(flink, job);
            awaitOffsets(flink, job, login, prefix + "-events");
            JobOnKafka.cancelJobs(flink);
            assertThatThrownBy(() -> own.send("recommendations", "ann", new byte[1]))
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
        remove(login, prefix);
    }

    /**
     * Waits until a checkpoint has committed what was read, which a reader does between two
     * batches: so more is sent.
     */
    private void awaitOffsets(
            MiniCluster flink, JobClient job, Map<String, String> login, String group) {
        try (Admin admin = kafka.admin(login)) {
            Patience.await("offsets of " + group)
                    .until(
                            () -> {
                                JobOnKafka.checkpoint(flink, job);
                                send("more");
                                return !Patience.get(
                                                admin.listConsumerGroupOffsets(group)
                                                        .partitionsToOffsetAndMetadata())
                                        .isEmpty();
                            });
        }
    }

    /** Deletes topics and groups as deploy/rehearse.sh does. */
    private static void remove(Map<String, String> login, String prefix) throws Exception {
        try (Admin admin = kafka.admin(login)) {
            List<String> topics =
                    Patience.get(admin.listTopics().names()).stream()
                            .filter(name -> name.startsWith(prefix))
                            .toList();
            assertThat(topics).contains(prefix + "recommendations", prefix + "policy");
            Patience.get(admin.deleteTopics(topics).all());
            List<String> groups =
                    Patience.get(admin.listGroups().all()).stream()
                            .map(each -> each.groupId())
                            .toList();
            assertThat(groups).contains(prefix + "-events").allMatch(it -> it.startsWith(prefix));
            Patience.get(admin.deleteConsumerGroups(groups).all());
        }
    }
}
