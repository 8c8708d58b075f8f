package io.nextclick.whole;

import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nextclick.contract.EventEncoder;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.EventType;
import io.nextclick.kafka.KafkaTopics.KafkaUnavailableException;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.Patience;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole job between real topics, on a real broker, with RocksDB. */
class KafkaToKafkaIT extends JobOnKafka {

    private final EventEncoder encoder = new EventEncoder();
    private final long now = System.currentTimeMillis();

    /** A job whose test has failed must not take the slots of the next. */
    @AfterEach
    void cancelWhatRuns(@InjectMiniCluster MiniCluster flink) throws Exception {
        cancelJobs(flink);
    }

    /** Options of a job with topics of its own. */
    private static Map<String, String> options(String prefix) {
        Map<String, String> options = topics(prefix + '-');
        options.put("kafka.group-id", prefix);
        options.put("similarity.publish-interval", "200 ms");
        options.put("recommend.deadline", Patience.OPTION);
        return options;
    }

    private static void cancel(JobClient job) throws Exception {
        assertThat(Patience.get(job.getJobStatus())).isEqualTo(JobStatus.RUNNING);
        Patience.get(job.cancel());
    }

    private void send(String topic, Events... events) throws Exception {
        for (Events each : events) {
            send(topic, each.event());
        }
    }

    private static List<String> items(GenericRecord list) {
        return ((List<?>) list.get("items"))
                .stream().map(item -> ((GenericRecord) item).get("item_id").toString()).toList();
    }

    private static GenericRecord answer(List<GenericRecord> lists, String eventId) {
        return lists.stream()
                .filter(list -> list.get("trigger_event_id").toString().equals(eventId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_plain_consumer_that_knows_only_the_contracts_reads_lists_sessions_and_neighbours()
            throws Exception {
        Map<String, String> options = options("plain");
        options.put("session.gap", "2 s");
        options.put("event-time.out-of-orderness", "0 ms");
        options.put("event-time.idleness", "500 ms");
        JobClient job = start(options);
        send("plain-events", view("tea").by("ann").on("phone").at(now).named("e1"));
        send("plain-events", view("cup").by("ann").on("phone").at(now + 10).named("e2"));
        client.read("plain-recommendations", 2);
        send("plain-events", view("tea").by("bob").at(now + 20).named("e3"));

        List<GenericRecord> lists = client.read("plain-recommendations", "RecommendationList", 3);
        GenericRecord list = answer(lists, "e3");
        assertThat(list.get("person_id").toString()).isEqualTo("bob");
        assertThat(items(list)).startsWith("cup");
        GenericRecord first = (GenericRecord) ((List<?>) list.get("items")).get(0);
        GenericRecord reason = (GenericRecord) ((List<?>) first.get("reasons")).get(0);
        assertThat(reason.get("source").toString()).isEqualTo("SIMILAR_ITEM");
        assertThat(reason.get("because_of").toString()).isEqualTo("tea");
        assertThat(client.read("plain-recommendations", 3))
                .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                .containsOnly("ann", "bob");

        assertThat(client.read("plain-similar-items", "SimilarItems", 1)).isNotEmpty();
        sendUntilClosed("ann", 2);
        assertThat(client.read("plain-recommendations", 3))
                .as("upserts say when their writer began")
                .extracting(record -> record.headers().lastHeader("epoch").value())
                .allSatisfy(
                        epoch ->
                                assertThat(
                                                Long.parseLong(
                                                        new String(
                                                                epoch, StandardCharsets.US_ASCII)))
                                        .isBetween(now, System.currentTimeMillis()));
        assertThat(client.read("plain-sessions", 1))
                .allMatch(record -> record.headers().lastHeader("epoch") == null);
        cancel(job);
    }

    /** Waits for the end of a person's session; events go on, since only they move time on. */
    private void sendUntilClosed(String person, int events) {
        AtomicInteger sent = new AtomicInteger();
        Patience.await("the end of a session of %s with %d events".formatted(person, events))
                .until(
                        () -> {
                            for (int other = 0; other < 8; other++) {
                                send(
                                        "plain-events",
                                        view("tea")
                                                .by("later" + other)
                                                .at(System.currentTimeMillis())
                                                .named("later" + sent.getAndIncrement()));
                            }
                            return isClosed(person, events);
                        });
    }

    private static boolean isClosed(String person, int events) throws Exception {
        return client.read("plain-sessions", "SessionSummary", 0).stream()
                .anyMatch(
                        session ->
                                session.get("status").toString().equals("CLOSED")
                                        && session.get("person_id").toString().equals(person)
                                        && session.get("events").equals(events));
    }

    @Test
    void bad_input_is_a_dead_letter_with_reason_and_bytes_and_nothing_valid_is_lost()
            throws Exception {
        JobClient job = start(options("bad"), null, 0, 1);
        byte[] valid = encoder.encode(view("tea").by("ann").at(now).named("valid 1").event());
        byte[] poison = {7, 7, 7, 7, 7};
        client.send("bad-events", "k", poison);
        client.send("bad-events", "k", Arrays.copyOf(valid, valid.length - 4));
        client.send("bad-events", "k", null);
        client.send("bad-events-json", "k", "{\"event_id\":true}".getBytes(StandardCharsets.UTF_8));
        send("bad-events", view("x".repeat(5_000_000)).by("ann").at(now).named("huge"));
        send("bad-events", view("tea").by("").at(now).named("nobody"));
        send("bad-events", of(EventType.PURCHASE, null).by("ann").at(now).named("nothing"));
        send("bad-events", view("tea").by("ann").at(0).named("epoch"));
        send("bad-events", view("tea").by("ann").at(4_102_444_800_000L).named("2100"));
        client.send("bad-events", "k", valid);
        client.send("bad-events", "k", valid);
        send("bad-events", of(EventType.UNKNOWN, null).by("ann").at(now).named("unknown type"));
        client.send(
                "bad-events-json",
                "ann",
                ("{\"event_id\":\"valid 2\",\"event_type\":\"VIEW\",\"user_id\":\"ann\","
                                + "\"item_id\":\"cup\",\"occurred_at\":"
                                + (now + 1)
                                + "}")
                        .getBytes(StandardCharsets.UTF_8));

        List<GenericRecord> letters = client.read("bad-dead-letters", "DeadLetter", 9);
        Map<String, Long> reasons =
                letters.stream()
                        .collect(
                                Collectors.groupingBy(
                                        dead -> dead.get("reason").toString(),
                                        Collectors.counting()));
        assertThat(reasons)
                .containsOnly(
                        Map.entry("UNDECODABLE", 4L),
                        Map.entry("FIELD_TOO_LONG", 1L),
                        Map.entry("MISSING_ID", 1L),
                        Map.entry("MISSING_ITEM", 1L),
                        Map.entry("TIMESTAMP_TOO_OLD", 1L),
                        Map.entry("TIMESTAMP_IN_FUTURE", 1L));
        hasTheBytesAndWhereTheyCameFrom(letters, poison);
        Set<String> answered =
                client.read("bad-recommendations", "RecommendationList", 2).stream()
                        .map(list -> list.get("trigger_event_id").toString())
                        .collect(Collectors.toSet());
        assertThat(answered).containsExactlyInAnyOrder("valid 1", "valid 2");
        // Behind the others in their partitions, of the same person: an answer to what was refused
        // or repeated would be there before these.
        client.send("bad-events", "k", encoder.encode(view("pot").by("ann").at(now + 2).event()));
        send("bad-events", view("pot").by("ann").at(now + 3));
        assertThat(client.read("bad-recommendations", 4)).hasSize(4);
        cancel(job);
    }

    private static void hasTheBytesAndWhereTheyCameFrom(List<GenericRecord> letters, byte[] value) {
        GenericRecord dead =
                letters.stream()
                        .filter(letter -> ByteBuffer.wrap(value).equals(bytes(letter, "value")))
                        .findFirst()
                        .orElseThrow();
        assertThat(dead.get("topic").toString()).isEqualTo("bad-events");
        assertThat(dead.get("offset")).isEqualTo(0L);
        assertThat(bytes(dead, "key"))
                .isEqualTo(ByteBuffer.wrap("k".getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable ByteBuffer bytes(GenericRecord letter, String field) {
        return letter.get(field) instanceof ByteBuffer bytes ? bytes : null;
    }

    @Test
    void records_as_large_as_the_broker_takes_stop_nothing() throws Exception {
        JobClient job = start(options("large"), null, 0, 1);
        byte[] garbage = new byte[4_000_000];
        client.send("large-events", "k".repeat(3_000_000), garbage);
        client.send(
                "large-items",
                "tea",
                ("{\"item_id\":\"tea\",\"category\":\"" + "c".repeat(3_000_000) + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        client.send(
                "large-events-json",
                "ann",
                ("{\"event_id\":\"null attribute\",\"event_type\":\"VIEW\",\"user_id\":\"ann\","
                                + "\"item_id\":\"tea\",\"occurred_at\":"
                                + now
                                + ",\"context\":{\"attributes\":{\"k\":null}}}")
                        .getBytes(StandardCharsets.UTF_8));
        List<GenericRecord> dead = client.read("large-dead-letters", "DeadLetter", 2);
        assertThat(dead)
                .hasSize(2)
                .allSatisfy(letter -> assertThat(letter.get("truncated")).isEqualTo(true));
        assertThat(client.read("large-recommendations", 1)).hasSize(1);
        cancel(job);
    }

    @Test
    void stock_changes_reach_the_lists() throws Exception {
        JobClient job = start(options("stock"), null, 0, 1);
        client.send("stock-items", "cup", encoder.encode(item("cup", false)));
        client.send("stock-items", "pot", encoder.encode(item("pot", true)));
        send("stock-events", view("pot").by("first").at(now).named("warm up"));
        client.read("stock-recommendations", 1);
        for (int i = 0; i < 3; i++) {
            send("stock-events", view("tea").by("p" + i).at(now + 10L * i).named("t" + i));
            send("stock-events", view("cup").by("p" + i).at(now + 10L * i + 1).named("c" + i));
            send("stock-events", view("pot").by("p" + i).at(now + 10L * i + 2).named("o" + i));
        }
        client.read("stock-recommendations", 10);
        // The catalogue has its own way to the lists, for which no event waits.
        List<String> answer = List.of("cup");
        for (int i = 0; answer.contains("cup") && i < 100; i++) {
            send("stock-events", view("tea").by("new" + i).at(now + 1_000 + i).named("asks" + i));
            List<GenericRecord> lists =
                    client.read("stock-recommendations", "RecommendationList", 11 + i);
            answer = items(answer(lists, "asks" + i));
        }
        assertThat(answer).startsWith("pot").doesNotContain("cup");
        cancel(job);
    }

    @Test
    void a_job_stopped_with_a_savepoint_goes_on_with_what_it_had_learnt(
            @InjectMiniCluster MiniCluster flink) throws Exception {
        Map<String, String> options = options("save");
        JobClient job = start(options);
        for (int i = 0; i < 5; i++) {
            send("save-events", view("tea").by("p" + i).at(now + 10L * i).named("t" + i));
            send("save-events", view("cup").by("p" + i).at(now + 10L * i + 1).named("c" + i));
        }
        send("save-events", view("tea").by("halfway").at(now + 100).named("before"));
        client.read("save-recommendations", 11);
        awaitTasks(flink, job);
        String savepoint =
                Patience.get(
                        job.stopWithSavepoint(
                                false,
                                folder.resolve("savepoint").toUri().toString(),
                                SavepointFormatType.CANONICAL));

        JobClient resumed = start(options, savepoint, 0);
        send("save-events", view("tea").by("new").at(now + 200).named("asks"));
        send("save-events", view("pot").by("halfway").at(now + 201).named("goes on"));
        send("save-events", view("tea").by("p0").at(now).named("t0"));
        List<GenericRecord> lists = client.read("save-recommendations", "RecommendationList", 13);
        assertThat(items(answer(lists, "asks"))).startsWith("cup");
        assertThat(items(answer(lists, "goes on"))).as("its visit goes on").startsWith("cup");
        send("save-events", view("pot").by("p0").at(now + 202).named("last"));
        lists = client.read("save-recommendations", "RecommendationList", 14);
        assertThat(lists).as("the repeated event is still known").hasSize(14);
        assertThat(items(answer(lists, "last"))).isNotEmpty();
        cancel(resumed);
    }

    @Test
    void a_lost_task_manager_costs_no_event_and_nothing_learnt(@InjectMiniCluster MiniCluster flink)
            throws Exception {
        JobClient job = start(options("kill"), null, 20);
        int events = 300;
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < events; i++) {
            String item = i % 2 == 0 ? "tea" : "cup";
            String id = "e" + i;
            send("kill-events", view(item).by("p" + i / 2).at(now + i).named(id));
            sent.add(id);
            if (i == events / 2) {
                assertThat(client.read("kill-recommendations", 100))
                        .hasSizeGreaterThanOrEqualTo(100);
                Patience.get(flink.terminateTaskManager(0));
                flink.startTaskManager();
            }
        }
        send("kill-events", view("tea").by("new").at(now + events).named("asks"));
        sent.add("asks");
        Map<String, GenericRecord> answered = new HashMap<>();
        client.readUntil(
                "kill-recommendations",
                "RecommendationList",
                lists -> {
                    lists.forEach(
                            list -> answered.put(list.get("trigger_event_id").toString(), list));
                    return answered.keySet().containsAll(sent);
                });
        assertThat(answered.keySet()).isEqualTo(sent);
        assertThat(items(answered.get("asks"))).startsWith("cup");
        cancel(job);
    }

    @Test
    void exactly_once_output_goes_on_over_a_savepoint_without_gap_or_repetition(
            @InjectMiniCluster MiniCluster flink) throws Exception {
        Map<String, String> options = options("resumed");
        options.put("kafka.delivery-guarantee", "exactly-once");
        JobClient job = start(options);
        send("resumed-events", view("tea").by("ann").at(now).named("e1"));
        assertThat(client.read("resumed-recommendations", 1)).hasSize(1);
        awaitTasks(flink, job);
        send("resumed-events", view("cup").by("ann").at(now + 1).named("e2"));
        String savepoint =
                Patience.get(
                        job.stopWithSavepoint(
                                false,
                                folder.resolve("resumed").toUri().toString(),
                                SavepointFormatType.CANONICAL));
        JobClient resumed = start(options, savepoint, 0);
        send("resumed-events", view("pot").by("ann").at(now + 2).named("e3"));
        assertThat(client.read("resumed-recommendations", "RecommendationList", 3))
                .extracting(list -> list.get("trigger_event_id").toString())
                .containsExactly("e1", "e2", "e3");
        cancel(resumed);
    }

    @Test
    void missing_topics_are_named_at_the_start() {
        Map<String, String> options = options("missing");
        options.put("kafka.create-topics", "false");
        assertThatExceptionOfType(KafkaUnavailableException.class)
                .isThrownBy(() -> start(options))
                .withMessageContaining("missing-events")
                .withMessageContaining("missing-dead-letters")
                .withMessageContaining("kafka.create-topics=true");
    }

    @Test
    void a_broker_that_is_down_is_told_with_its_address_in_time() {
        Map<String, String> options = options("down");
        options.put("kafka.bootstrap-servers", "127.0.0.1:1");
        options.put("kafka.start-timeout", "2 s");
        assertThatExceptionOfType(KafkaUnavailableException.class)
                .isThrownBy(() -> start(options))
                .withMessageContaining("kafka.bootstrap-servers=127.0.0.1:1");
    }

    private static CatalogItem item(String id, boolean inStock) {
        return new CatalogItem("default", id, id, null, null, null, inStock, false);
    }
}
