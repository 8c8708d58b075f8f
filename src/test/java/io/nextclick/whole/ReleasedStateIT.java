package io.nextclick.whole;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nextclick.config.Settings;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.kafka.KafkaTopics;
import io.nextclick.rule.StarterRules;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.Patience;
import io.nextclick.testkit.Releases;
import io.nextclick.testkit.Soak;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A savepoint of the whole job that each release has written is restored by this build, on fewer
 * and on more subtasks than wrote it. {@code -Dstate.write=0.2.0} writes that of a new release;
 * none is ever written again. All but one parallelism only with {@code -Psoak}.
 */
class ReleasedStateIT extends JobOnKafka {

    private static final String JOB = "job";
    private static final long DAY = 86_400_000;

    @AfterEach
    void cancelWhatRuns(@InjectMiniCluster MiniCluster flink) throws Exception {
        cancelJobs(flink);
    }

    static Stream<Arguments> restores() throws Exception {
        List<Integer> parallelisms = Soak.isWhole() ? List.of(1, 2, 4) : List.of(4);
        try (Stream<Path> releases = Files.list(Releases.FOLDER)) {
            return releases
                    .filter(each -> Files.exists(each.resolve(JOB)))
                    .sorted()
                    .toList()
                    .stream()
                    .flatMap(each -> parallelisms.stream().map(p -> Arguments.of(each, p)));
        }
    }

    /** Nothing of the state is too old, whenever the test runs. */
    private static Map<String, String> options(String prefix) {
        Map<String, String> options = topics(prefix);
        options.put("kafka.event-timestamps", "CREATE_TIME");
        options.put("quality.max-age", "0 ms");
        options.put("event-time.idleness", "1 s");
        for (String ttl :
                List.of(
                        "session.person-ttl",
                        "identity.device-ttl",
                        "similarity.ttl",
                        "popularity.ttl",
                        "catalogue.ttl")) {
            options.put(ttl, "3650 d");
        }
        return options;
    }

    private static GenericRecord newest(List<GenericRecord> lists, String event) {
        return lists.stream()
                .filter(list -> list.get("trigger_event_id").toString().equals(event))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_state_of_this_release_is_written(@InjectMiniCluster MiniCluster flink)
            throws Exception {
        String release = Releases.toWrite();
        assumeThat(release).as("only with -Dstate.write").isNotEmpty();
        Path target = Releases.FOLDER.resolve(release).resolve(JOB);
        assertThat(target).doesNotExist();
        JobClient job = start(options(""));
        String rule = StarterRules.texts().get("category-enthusiast.yaml");
        client.send("rules", "category-enthusiast", rule.getBytes(StandardCharsets.UTF_8));
        awaitTasks(flink, job);
        // Whether the rule is known yet is seen by who is in its segment.
        EventContext drinks = EventContext.ofItem("drinks", null, null);
        String[] items = {"tea", "cup", "tea", "pot", "milk", "honey"};
        for (int person = 0; person < 20; person++) {
            for (int i = 0; i < items.length; i++) {
                replay(
                        "events",
                        view(items[i])
                                .by(person == 0 ? "ann" : "p" + person)
                                .on("d" + person)
                                .named("before" + person + i)
                                .at(NOON + 1_000L * person + i)
                                .with(drinks)
                                .event());
            }
            Thread.sleep(100);
        }
        client.read("recommendations", 20 * items.length);
        replay(
                "events",
                of(EventType.SEARCH, null).by("ann").named("asks").at(NOON + 30_000).event());
        List<GenericRecord> lists =
                client.read("recommendations", "RecommendationList", 20 * items.length + 1);
        assertThat(newest(lists, "asks").get("segments").toString())
                .contains("category-enthusiast");
        Path written =
                Path.of(
                        java.net.URI.create(
                                Patience.get(
                                        job.stopWithSavepoint(
                                                false,
                                                folder.resolve("written").toUri().toString(),
                                                SavepointFormatType.CANONICAL))));
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(written)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    @ParameterizedTest(name = "{0} on {1} subtasks")
    @MethodSource("restores")
    void the_state_of_a_release_is_restored_on_any_number_of_subtasks(
            Path release, int parallelism, @InjectMiniCluster MiniCluster flink) throws Exception {
        // The partitions that the savepoint names are there, and empty.
        Map<String, String> former = new HashMap<>(options(""));
        former.put("kafka.bootstrap-servers", client.bootstrapServers());
        former.put("kafka.create-topics", "true");
        former.put("kafka.start-timeout", Patience.OPTION);
        KafkaTopics.ensure(Settings.of(former).kafka());
        String prefix = "on-" + parallelism + "-";
        String savepoint = release.resolve(JOB).toAbsolutePath().toUri().toString();
        awaitTasks(flink, start(options(prefix), savepoint, 0, parallelism));
        long later = NOON + DAY;
        replay(prefix + "events", view("tea").by("bob").named("bob").at(later).event());
        replay(
                prefix + "events",
                view("tea").by(null).on("d0").named("of-d0").at(later + 1).event());
        replay(prefix + "events", view("tea").by("p7").named("p7").at(later + 2).event());
        List<GenericRecord> lists =
                client.read(prefix + "recommendations", "RecommendationList", 3);
        assertThat(newest(lists, "bob").get("items").toString())
                .as("what goes with tea")
                .contains("cup")
                .contains("pot");
        assertThat(newest(lists, "of-d0").get("person_id").toString())
                .as("whose device it is")
                .isEqualTo("ann");
        assertThat(newest(lists, "of-d0").get("segments").toString())
                .as("the segments of its person")
                .contains("category-enthusiast");
        assertThat(newest(lists, "p7").get("segments").toString()).contains("category-enthusiast");
        List<GenericRecord> closed =
                client.readUntil(
                        prefix + "sessions",
                        "SessionSummary",
                        sessions ->
                                sessions.stream().filter(ReleasedStateIT::isClosed).count() >= 20);
        assertThat(closed.stream().filter(ReleasedStateIT::isClosed))
                .as("each session that was open ends once, with all its events")
                .hasSize(20)
                .allSatisfy(
                        session ->
                                assertThat((Integer) session.get("events"))
                                        .isGreaterThanOrEqualTo(6));
    }

    private static boolean isClosed(GenericRecord session) {
        return session.get("status").toString().equals("CLOSED");
    }
}
