package io.nextclick.whole;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.KafkaClient;
import io.nextclick.testkit.Patience;
import io.nextclick.testkit.Soak;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Rules that come, change and go while the job runs, on a real broker, with RocksDB. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveRulesIT extends JobOnKafka {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LIVE_RULES = Soak.runs(1_000);
    private static final int TIMED_RULES = Soak.runs(100);

    private static KafkaClient.Follower segments;
    private static KafkaClient.Follower metrics;
    private static KafkaClient.Follower lists;

    private int sent;

    @BeforeAll
    static void startJob() throws Exception {
        Map<String, String> options = new HashMap<>();
        options.put("event-time.idleness", "500 ms");
        options.put("recommend.deadline", Patience.OPTION);
        start(options);
        segments = client.follow("segments", "SegmentMembership");
        metrics = client.follow("segment-metrics", "SegmentMetrics");
        lists = client.follow("recommendations", "RecommendationList");
    }

    private static String rule(String id, int version, String when, int times) {
        return """
               rule_id: %s
               version: %d
               kind: SEGMENT
               pattern:
                 within: 1 h
                 stages:
                   - {name: seen, when: "%s", times: %d}
               membership: 1 d
               """
                .formatted(id, version, when, times);
    }

    private static void put(String id, @Nullable String yaml) throws Exception {
        client.send("rules", id, yaml == null ? null : yaml.getBytes(StandardCharsets.UTF_8));
    }

    private void views(String person, String category) throws Exception {
        Event event =
                new Event(
                        "e" + sent++,
                        EventType.VIEW,
                        System.currentTimeMillis(),
                        "default",
                        person,
                        null,
                        null,
                        "item of " + category,
                        EventContext.ofItem(category, null, null));
        send("events", event);
    }

    /** What the compacted topic holds in the end: the segments of each person, with versions. */
    private static Map<String, String> held() throws Exception {
        Map<String, String> held = new TreeMap<>();
        for (KafkaClient.Follower.Entry entry : segments.poll(POLL)) {
            GenericRecord membership = entry.value();
            if (membership == null) {
                assertThat(held.remove(entry.key())).as("an exit of %s", entry.key()).isNotNull();
            } else {
                held.put(entry.key(), "v" + membership.get("rule_version"));
            }
        }
        return held;
    }

    @Test
    @Order(1)
    void a_rule_acts_on_the_next_matching_event_and_is_in_the_list() throws Exception {
        views("warm", "nothing");
        Patience.await("the first list").until(() -> !lists.poll(POLL).isEmpty());
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < TIMED_RULES; i++) {
            String category = "timed" + i;
            long start = System.nanoTime();
            put("timed-" + i, rule("timed-" + i, 1, "event.category == '" + category + "'", 1));
            // Somebody does what the rule is about again and again; the first to be seen counts.
            AtomicInteger person = new AtomicInteger();
            Patience.await("action of " + category)
                    .until(() -> actsOn(category, person.getAndIncrement()));
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
        // The first one loads the compiler of conditions.
        long cold = millis.remove(0);
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "rule sent to first action, %d rules: p50 %d ms, p99 %d ms; the first of all %d ms%n",
                sorted.length,
                sorted[sorted.length / 2],
                sorted[(int) Math.ceil(sorted.length * .99) - 1],
                cold);
        views("timed0 0", "timed0");
        Patience.await("a list with the segment").until(() -> hasList("timed0 0", "timed-0"));
    }

    private boolean actsOn(String category, int person) throws Exception {
        views(category + " " + person, category);
        String ruleId = category.replace("timed", "timed-");
        return segments.poll(Duration.ofMillis(10)).stream()
                .anyMatch(entry -> entry.key().endsWith('/' + ruleId));
    }

    private static boolean hasList(String person, String segment) throws Exception {
        return lists.poll(POLL).stream()
                .map(KafkaClient.Follower.Entry::value)
                .anyMatch(
                        list ->
                                list.get("person_id").toString().equals(person)
                                        && list.get("segments").toString().contains(segment));
    }

    @Test
    @Order(2)
    void rules_live_and_change_under_load_without_a_lost_or_doubled_membership() throws Exception {
        for (int i = 0; i < LIVE_RULES; i++) {
            String id = "live-" + i;
            put(id, rule(id, 1, "event.category == 'c" + i + "'", 2));
        }
        Map<String, Integer> views = new LinkedHashMap<>();
        for (int round = 0; round < 3; round++) {
            for (int person = 0; person < 400; person++) {
                int category = person % 100;
                views("p" + person, "c" + category);
                views.merge("p" + person, 1, Integer::sum);
                if (person % 4 == 0) {
                    change(round, person / 4);
                }
            }
        }
        Set<String> expected = liveMembers();
        Patience.await("members of the live rules")
                .untilAsserted(
                        () -> {
                            Set<String> held = new TreeSet<>();
                            held().forEach(
                                            (key, version) -> {
                                                if (key.contains("/live-")) {
                                                    held.add(key + '=' + version);
                                                }
                                            });
                            assertThat(held).isEqualTo(expected);
                        });
    }

    /**
     * In the end a third of these rules asks for four views, a third is gone, a third is as it was;
     * everybody has three views of their category.
     */
    private static Set<String> liveMembers() {
        Set<String> members = new TreeSet<>();
        for (int person = 0; person < 400; person++) {
            int category = person % 100;
            if (category % 3 == 0) {
                members.add("p%d/live-%d=v1".formatted(person, category));
            }
        }
        return members;
    }

    /** Rule 3n stays, 3n + 1 becomes stricter, 3n + 2 goes; first they all change and back. */
    private static void change(int round, int rule) throws Exception {
        String id = "live-" + rule;
        String when = "event.category == 'c" + rule + "'";
        switch (rule % 3) {
            case 0 -> {
                put(id, rule(id, 2, when, 1));
                put(id, rule(id, 1, when, 2));
            }
            case 1 -> put(id, round == 1 ? rule(id, 2, when, 4) : rule(id, 2 + round, when, 4));
            default -> put(id, round == 0 ? rule(id, 2, when, 3) : null);
        }
    }

    @Test
    @Order(3)
    void a_bad_rule_is_a_dead_letter_and_the_old_version_stays() throws Exception {
        put("good", rule("good", 1, "event.category == 'good'", 1));
        for (String bad :
                List.of(
                        rule("good", 2, "event.colour == 'red'", 1),
                        rule("good", 2, "event.price > 'a'", 1),
                        rule("good", 2, "event.category == 'x'", 2).replace("within: 1 h", ""),
                        "rule_id: good\nversion: [\n",
                        rule("good", 2, "event.category == 'x'", 1)
                                .replace(
                                        "stages:",
                                        "stages:\n"
                                                + "    - {name: s, when: 'true'}\n"
                                                        .repeat(10_000)))) {
            put("good", bad);
        }
        List<GenericRecord> letters = client.read("dead-letters", "DeadLetter", 5);
        assertThat(letters)
                .extracting(letter -> letter.get("reason").toString())
                .containsOnly("INVALID_RULE");
        assertThat(letters.stream().map(letter -> letter.get("detail").toString()))
                .anyMatch(detail -> detail.contains("/pattern/stages/0/when:1:1"))
                .anyMatch(detail -> detail.contains("missing within"))
                .anyMatch(detail -> detail.contains("neither YAML nor JSON"));
        views("after", "good");
        Patience.await("the old version's member")
                .untilAsserted(() -> assertThat(held()).containsEntry("after/good", "v1"));
    }

    /** The last test, since it waits for the end of a minute. */
    @Test
    @Order(4)
    void the_sizes_that_are_told_by_the_minute_add_up() {
        long members = liveMembers().size();
        Patience.await("sizes that add up to the members of the live rules")
                .untilAsserted(() -> assertThat(countedMembers()).isEqualTo(members));
    }

    /** The newest size of each version of the live rules, added up. */
    private static long countedMembers() throws Exception {
        Map<String, Long> sizes = new HashMap<>();
        for (KafkaClient.Follower.Entry entry : metrics.poll(POLL)) {
            GenericRecord each = entry.value();
            if (each.get("rule_id").toString().startsWith("live-")) {
                sizes.put(
                        each.get("rule_id") + " " + each.get("rule_version"),
                        ((Number) each.get("size")).longValue());
            }
        }
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }
}
