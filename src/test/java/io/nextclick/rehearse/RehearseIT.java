package io.nextclick.rehearse;

import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.contract.Topic;
import io.nextclick.contract.Topic.Direction;
import io.nextclick.contract.Topics;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.Patience;
import io.nextclick.testkit.ToolRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A job, and its rehearsal from a savepoint of it, step by step as the script takes them. */
class RehearseIT extends JobOnKafka {

    private static final String PREFIX = "rehearsal-1-";
    private static final int PERSONS = 20;

    private void views(String name) throws Exception {
        for (int person = 0; person < PERSONS; person++) {
            for (String item : List.of("tea", "milk", "cup")) {
                send(
                        "events",
                        view(item)
                                .by(name + person)
                                .named(name + person + item)
                                .at(System.currentTimeMillis())
                                .event());
            }
        }
    }

    private static ToolRun step(Path report, String name, String... more) {
        String[] pairs = new String[more.length + 8];
        List.of(
                        "step",
                        name,
                        "prefix",
                        PREFIX,
                        "folder",
                        report.toString(),
                        "timeout",
                        Patience.OPTION)
                .toArray(pairs);
        System.arraycopy(more, 0, pairs, 8, more.length);
        return ToolRun.of(
                (properties, out) -> {
                    try {
                        return RehearseCommand.run(properties, Map.of(), out);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                pairs);
    }

    /** How far each topic goes that a job writes. */
    private static Map<TopicPartition, Long> ends(String prefix) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", client.bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (Topic<?> topic : Topics.all()) {
                if (topic.direction() != Direction.INPUT) {
                    for (int partition = 0; partition < 2; partition++) {
                        latest.put(
                                new TopicPartition(prefix + topic.name(), partition),
                                OffsetSpec.latest());
                    }
                }
            }
            Map<TopicPartition, ListOffsetsResultInfo> ends =
                    Patience.get(admin.listOffsets(latest).all());
            return ends.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().offset()));
        }
    }

    /** The topics of which the rehearsal has read, as one of its sources says it. */
    private static Set<String> read(String source) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", client.bootstrapServers()))) {
            String group = PREFIX + '-' + source;
            return Patience.get(
                            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .keySet()
                    .stream()
                    .map(TopicPartition::topic)
                    .collect(Collectors.toSet());
        }
    }

    /**
     * Waits for what comes to be once checkpoints have committed what was read. Readers do so
     * between two batches: so they are given some, which are nothing that the job knows.
     */
    private static void awaitCommitted(
            MiniCluster flink, JobClient job, String topic, Callable<Boolean> wanted) {
        AtomicInteger sent = new AtomicInteger();
        Patience.await("what is read of " + topic)
                .until(
                        () -> {
                            checkpoint(flink, job);
                            client.send(topic, "key " + sent.getAndIncrement(), new byte[1]);
                            return wanted.call();
                        });
    }

    @Test
    void a_rehearsal_makes_the_live_lists_again_and_writes_to_no_live_topic(
            @InjectMiniCluster MiniCluster flink) throws Exception {
        JobClient live = start(Map.of());
        awaitTasks(flink, live);
        views("before");
        client.read("recommendations", 3 * PERSONS);
        String savepoint =
                Patience.get(
                        live.triggerSavepoint(
                                folder.resolve("savepoint").toUri().toString(),
                                SavepointFormatType.CANONICAL));
        long since = System.currentTimeMillis();
        views("after");
        client.read("recommendations", 6 * PERSONS);
        cancelJobs(flink);
        Map<TopicPartition, Long> written = ends("");

        Path report = Files.createDirectory(folder.resolve("report"));
        Files.write(
                report.resolve(RehearseOptions.ARGUMENTS),
                List.of("--kafka.bootstrap-servers", client.bootstrapServers()));
        Files.writeString(report.resolve(RehearseOptions.FACTS), "state\trestored\n");
        assertThat(step(report, "prepare")).isEqualTo(new ToolRun(0, ""));
        JobClient rehearsed =
                start(
                        Map.of("kafka.output-prefix", PREFIX, "kafka.group-id", PREFIX),
                        savepoint,
                        0);
        awaitTasks(flink, rehearsed);
        CompletableFuture<ToolRun> caughtUp =
                CompletableFuture.supplyAsync(() -> step(report, "await"));
        awaitCommitted(flink, rehearsed, "events", caughtUp::isDone);
        assertThat(Patience.get(caughtUp)).isEqualTo(new ToolRun(0, ""));
        client.read(PREFIX + "recommendations", 3 * PERSONS);
        awaitCommitted(flink, rehearsed, PREFIX + "policy", () -> !read("policy").isEmpty());
        assertThat(read("policy")).containsExactly(PREFIX + "policy");
        cancelJobs(flink);

        ToolRun compared =
                step(
                        report,
                        "compare",
                        "since",
                        String.valueOf(since),
                        "watched",
                        String.valueOf(System.currentTimeMillis()));
        assertThat(compared.exit()).as(compared.printed()).isZero();
        assertThat(compared.printed()).contains("state restored");
        assertThat(compared.lines())
                .anyMatch(
                        line -> line.matches("  other +60 +60 +60 +[01]\\.\\d{3} +[01]\\.\\d{3}"));
        assertThat(ends("")).as("the live topics").isEqualTo(written);
        assertThat(ends(PREFIX).values().stream().mapToLong(Long::longValue).sum()).isPositive();

        assertThat(step(report, "remove")).isEqualTo(new ToolRun(0, ""));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", client.bootstrapServers()))) {
            assertThat(Patience.get(admin.listTopics().names()))
                    .contains("recommendations", "policy")
                    .noneMatch(name -> name.startsWith(PREFIX));
        }
    }

    @Test
    void what_the_command_cannot_do_it_says() throws Exception {
        Path report = Files.createDirectory(folder.resolve("nothing"));
        Files.write(report.resolve(RehearseOptions.ARGUMENTS), List.of("--session.gap", "never"));
        ToolRun wrong = step(report, "prepare");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.printed()).contains("session.gap");
        assertThat(
                        ToolRun.of(
                                        (properties, out) -> {
                                            try {
                                                return RehearseCommand.run(
                                                        properties, Map.of(), out);
                                            } catch (InterruptedException e) {
                                                throw new IllegalStateException(e);
                                            }
                                        })
                                .printed())
                .contains("Missing value for 'prefix'")
                .contains("Missing value for 'folder'");
    }
}
