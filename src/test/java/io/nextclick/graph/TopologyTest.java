package io.nextclick.graph;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.PersonalizationJob;
import io.nextclick.blend.Policy;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.config.Settings;
import io.nextclick.contract.Topic;
import io.nextclick.contract.Topics;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import io.nextclick.feedback.Feedback;
import io.nextclick.identity.IdentityLink;
import io.nextclick.kafka.KafkaConnectors;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentMetrics;
import io.nextclick.session.SessionStatus;
import io.nextclick.session.SessionSummary;
import io.nextclick.testkit.Collected;
import io.nextclick.testkit.Patience;
import io.nextclick.testkit.Shop;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The real graph on a mini cluster, from bytes to results. */
class TopologyTest {

    @RegisterExtension static final MiniClusterExtension FLINK = new MiniClusterExtension();

    private static final Map<String, String> OPTIONS =
            Map.of(
                    "kafka.event-timestamps", "CREATE_TIME",
                    "quality.max-age", "0 ms",
                    "recommend.deadline", Patience.OPTION,
                    "recommend.max-in-flight", "100",
                    "popularity.publish-interval", "10 ms",
                    "similarity.publish-interval", "10 ms");

    /** At a pace, so that the source is silent in between. */
    private static Source<RawRecord, ?, ?> source(List<RawRecord> records, double perSecond) {
        RawRecord[] array = records.toArray(RawRecord[]::new);
        return new DataGeneratorSource<>(
                index -> array[Math.toIntExact(index)],
                array.length,
                RateLimiterStrategy.perSecond(perSecond),
                TypeInformation.of(RawRecord.class));
    }

    private static Source<RawRecord, ?, ?> source(List<RawRecord> records) {
        RawRecord[] array = records.toArray(RawRecord[]::new);
        return new DataGeneratorSource<>(
                index -> array[Math.toIntExact(index)],
                array.length,
                TypeInformation.of(RawRecord.class));
    }

    /** What came out of a job that has read all and ended. */
    private record Results(
            List<RecommendationList> lists,
            List<SessionSummary> sessions,
            List<IdentityLink> links,
            List<QualityFinding> findings,
            List<RejectedRecord> rejected,
            List<SegmentChange> segments,
            List<SegmentMetrics> segmentMetrics,
            List<Feedback> feedback) {

        static Results of(Collected collected) {
            return new Results(
                    collected.all(Topics.RECOMMENDATIONS),
                    collected.all(Topics.SESSIONS),
                    collected.all(Topics.IDENTITY),
                    collected.all(Topics.QUALITY),
                    collected.all(Topics.DEAD_LETTERS),
                    collected.all(Topics.SEGMENTS),
                    collected.all(Topics.SEGMENT_METRICS),
                    collected.all(Topics.FEEDBACK));
        }
    }

    /** A source for each input, by its first topic. */
    private static Sources sources(
            Source<RawRecord, ?, ?> events,
            Source<RawRecord, ?, ?> catalogue,
            Source<RawRecord, ?, ?> identityEvents,
            Source<RawRecord, ?, ?> rules,
            Source<RawRecord, ?, ?> policies) {
        Map<Topic<?>, Source<RawRecord, ?, ?>> byTopic =
                Map.of(
                        Topics.EVENTS, events,
                        Topics.ITEMS, catalogue,
                        Topics.IDENTITY_EVENTS, identityEvents,
                        Topics.RULES, rules,
                        Topics.POLICY, policies);
        Source<RawRecord, ?, ?> nothing = source(new Shop().ruled("none", null).records());
        return topics -> byTopic.getOrDefault(topics[0], nothing);
    }

    private static final Shop NEVER_LEARNT = new Shop().unlearnt("none/home");

    private static StreamExecutionEnvironment environment() {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        PersonalizationJob.flinkDefaults());
        env.setParallelism(1);
        return env;
    }

    private static Results run(Shop catalogue, Shop shop) throws Exception {
        return run(catalogue, shop, new Shop().told(link("nobody's device", "nobody")));
    }

    private static Results run(Shop catalogue, Shop shop, Shop statements) throws Exception {
        return run(catalogue, shop, statements, new Shop().ruled("none", null));
    }

    private static Results run(Shop catalogue, Shop shop, Shop statements, Shop rules)
            throws Exception {
        return run(catalogue, shop, statements, rules, NEVER_LEARNT);
    }

    private static Results run(
            Shop catalogue, Shop shop, Shop statements, Shop rules, Shop policies)
            throws Exception {
        StreamExecutionEnvironment env = environment();
        Collected collected =
                Collected.of(
                        Topics.RECOMMENDATIONS,
                        Topics.SESSIONS,
                        Topics.IDENTITY,
                        Topics.QUALITY,
                        Topics.DEAD_LETTERS,
                        Topics.SEGMENTS,
                        Topics.SEGMENT_METRICS,
                        Topics.FEEDBACK);
        Topology.build(
                env,
                sources(
                        source(shop.records()),
                        source(catalogue.records()),
                        source(statements.records()),
                        source(rules.records()),
                        source(policies.records())),
                collected,
                Settings.of(OPTIONS));
        JobClient job = env.executeAsync();
        Results results = Results.of(collected);
        Patience.get(job.getJobExecutionResult());
        return results;
    }

    private static IdentityEvent link(String device, String user) {
        return new IdentityEvent(IdentityEvent.Action.LINK, NOON, "default", device, user, 1);
    }

    private static List<String> items(RecommendationList list) {
        return list.items().stream().map(RecommendedItem::itemId).toList();
    }

    private static RecommendationList answering(Results results, String eventId) {
        return results.lists().stream()
                .filter(list -> list.triggerEventId().equals(eventId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_others_did_after_an_item_is_recommended_with_its_reason() throws Exception {
        Shop shop = new Shop();
        for (int person = 0; person < 5; person++) {
            shop.sent(
                    view("tea").by("p" + person).after(person * 10_000L).event(),
                    view("cup").by("p" + person).after(person * 10_000L + 1_000).event(),
                    view("pot").by("p" + person).after(person * 10_000L + 2_000).event());
        }
        shop.sent(view("tea").by("new").after(100_000).named("asks").event());
        RecommendationList list =
                answering(run(new Shop().listed(item("salt", true)), shop), "asks");
        assertThat(items(list)).startsWith("cup", "pot");
        assertThat(list.items().get(0).reasons().get(0).becauseOf()).isEqualTo("tea");
        assertThat(list.complete()).isTrue();
        assertThat(list.fallback()).isFalse();
    }

    @Test
    void every_valid_event_that_asks_is_answered_once() throws Exception {
        Shop shop = new Shop();
        for (int i = 0; i < 500; i++) {
            shop.sent(view("i" + i % 40).by("p" + i % 30).after(i * 1_000L).named("e" + i).event());
        }
        shop.sent(view("i1").by("p1").after(500_000).named("e1").event());
        Results results = run(new Shop().listed(item("i1", true)), shop);
        assertThat(results.lists()).hasSize(500);
        assertThat(results.lists())
                .extracting(RecommendationList::triggerEventId)
                .doesNotHaveDuplicates();
        assertThat(results.lists())
                .extracting(RecommendationList::recommendationId)
                .doesNotHaveDuplicates();
        assertThat(
                        results.sessions().stream()
                                .filter(session -> session.status() == SessionStatus.CLOSED)
                                .mapToInt(SessionSummary::events)
                                .sum())
                .isEqualTo(500);
    }

    @Test
    void bought_and_out_of_stock_items_are_not_recommended() throws Exception {
        Shop shop = new Shop();
        for (int person = 0; person < 5; person++) {
            for (String item : List.of("tea", "cup", "pot", "mug")) {
                shop.sent(view(item).by("p" + person).after(shop.size()).event());
            }
        }
        shop.sent(
                purchase("cup").by("buyer").after(50_000).event(),
                view("tea").by("buyer").after(100_000).named("asks").event());
        Shop catalogue = new Shop().listed(item("pot", false), item("salt", true));
        RecommendationList list = answering(run(catalogue, shop), "asks");
        assertThat(items(list)).contains("mug").doesNotContain("cup");
    }

    @Test
    void a_person_without_history_gets_a_list_while_the_shop_has_items() throws Exception {
        Shop shop = new Shop().sent(of(EventType.LOGIN, null).by("new").named("asks").event());
        Results results = run(new Shop().listed(item("salt", true), item("pepper", true)), shop);
        RecommendationList list = answering(results, "asks");
        assertThat(items(list)).isNotEmpty();
        assertThat(list.fallback()).isTrue();
    }

    @Test
    void bad_records_are_set_apart_and_lose_nothing_that_is_valid() throws Exception {
        Shop shop =
                new Shop()
                        .sent(view("tea").named("good 1").event())
                        .sentBytes(new byte[] {1, 2, 3})
                        .sentBytes("{\"event_id\":1}".getBytes(StandardCharsets.UTF_8))
                        .sent(view("tea").by("").event())
                        .sent(view("cup").after(5).named("good 2").event());
        Results results = run(new Shop().listed(item("salt", true)), shop);
        assertThat(results.rejected())
                .extracting(RejectedRecord::reason)
                .containsExactlyInAnyOrder(
                        ReasonCode.UNDECODABLE, ReasonCode.UNDECODABLE, ReasonCode.MISSING_ID);
        assertThat(results.lists())
                .extracting(RecommendationList::triggerEventId)
                .containsExactlyInAnyOrder("good 1", "good 2");
    }

    @Test
    void what_the_subtasks_learn_goes_out_as_policies_of_site_and_surface() throws Exception {
        // The job does not end before it shares, however slow: what was not shared then is lost.
        Shop shop = new Shop();
        for (int person = 0; person < 5_000; person++) {
            for (String item : List.of("tea", "cup", "pot")) {
                shop.sent(view(item).by("p" + person).after(shop.size()).event());
            }
        }
        StreamExecutionEnvironment env = environment();
        Collected collected = Collected.of(Topics.POLICY);
        Map<String, String> options = new HashMap<>(OPTIONS);
        options.put("blend.share-interval", "10 ms");
        Topology.build(
                env,
                sources(
                        source(shop.records(), 60),
                        source(new Shop().listed(item("salt", true)).records()),
                        source(new Shop().told(link("nobody's device", "nobody")).records()),
                        source(new Shop().ruled("none", null).records()),
                        source(NEVER_LEARNT.records())),
                collected,
                Settings.of(options));
        JobClient job = env.executeAsync();
        Policy first = collected.first(Topics.POLICY);
        Patience.get(job.cancel());
        assertThat(first.policyKey()).isEqualTo("default/other");
        assertThat(first.version()).isPositive();
    }

    @Test
    void a_bad_policy_is_set_apart() throws Exception {
        Shop shop = new Shop().sent(view("tea").named("good").event());
        Results results =
                run(
                        new Shop().listed(item("salt", true)),
                        shop,
                        new Shop().told(link("nobody's device", "nobody")),
                        new Shop().ruled("none", null),
                        new Shop().unlearnt("no surface"));
        assertThat(results.rejected())
                .extracting(RejectedRecord::reason)
                .containsExactly(ReasonCode.INVALID_POLICY);
        assertThat(results.lists())
                .extracting(RecommendationList::triggerEventId)
                .containsExactly("good");
    }

    @Test
    void silence_does_not_end_sessions_whose_time_is_the_producers() throws Exception {
        Shop shop =
                new Shop()
                        .sent(
                                view("tea").after(0).event(),
                                view("cup").after(1_000).event(),
                                view("pot").after(2_000).event());
        Shop statements = new Shop();
        for (int i = 0; i < 8; i++) {
            statements.told(link("nobody's device", "nobody" + i));
        }
        StreamExecutionEnvironment env = environment();
        Collected collected = Collected.of(Topics.SESSIONS);
        Topology.build(
                env,
                sources(
                        source(shop.records(), 1),
                        source(new Shop().listed(item("salt", true)).records(), 1),
                        source(statements.records(), 5),
                        source(new Shop().ruled("none", null).records(), 2),
                        source(NEVER_LEARNT.records(), 2)),
                collected,
                Settings.of(
                        Map.of(
                                "kafka.event-timestamps", "CREATE_TIME",
                                "quality.max-age", "0 ms",
                                "event-time.idleness", "100 ms")));
        env.executeAsync();
        assertThat(collected.all(Topics.SESSIONS))
                .filteredOn(session -> session.personKey().equals("ann"))
                .extracting(SessionSummary::status, SessionSummary::events)
                .as("a source that ends in silence does not end time either")
                .containsExactly(tuple(SessionStatus.OPEN, 1));
    }

    @Test
    void what_becomes_of_a_list_that_was_shown_is_written() throws Exception {
        ShownList shown = new ShownList("l", null, null, null, List.of(new ShownItem("cup", 1)));
        ShownList clicked = new ShownList("l", 1, null, null, List.of());
        Shop shop =
                new Shop()
                        .sent(
                                of(EventType.IMPRESSION, null).with(from(shown)).event(),
                                of(EventType.CLICK, "cup").with(from(clicked)).after(1).event());
        assertThat(run(new Shop().listed(item("salt", true)), shop).feedback())
                .extracting(Feedback::recommendationId, Feedback::isClicked)
                .containsExactly(tuple("l", false), tuple("l", true));
    }

    private static EventContext from(ShownList list) {
        return EventContext.builder().list(list).build();
    }

    /** Else a savepoint of one parallelism could not be restored at another. */
    @Test
    void no_chain_at_one_parallelism_bounds_what_another_has_apart() {
        assertThat(maxParallelisms(1)).isNotEmpty().isEqualTo(maxParallelisms(2));
    }

    private static Map<String, Integer> maxParallelisms(int parallelism) {
        StreamExecutionEnvironment env = environment();
        env.setParallelism(parallelism);
        Settings settings = Settings.defaults();
        env.setMaxParallelism(settings.maxParallelism());
        KafkaConnectors kafka = new KafkaConnectors(settings.kafka(), settings.codec());
        Topology.build(env, kafka::source, kafka::write, settings);
        Map<String, Integer> found = new TreeMap<>();
        for (JobVertex vertex : env.getStreamGraph(false).getJobGraph().getVertices()) {
            vertex.getOperatorIDs()
                    .forEach(
                            each ->
                                    found.put(
                                            each.getGeneratedOperatorID().toString(),
                                            vertex.getMaxParallelism()));
        }
        return found;
    }

    @Test
    void the_uids_are_what_savepoints_know() {
        StreamExecutionEnvironment env = environment();
        Settings settings = Settings.defaults();
        KafkaConnectors kafka = new KafkaConnectors(settings.kafka(), settings.codec());
        Topology.build(env, kafka::source, kafka::write, settings);
        TreeSet<String> uids = new TreeSet<>();
        for (StreamNode node : env.getStreamGraph(false).getStreamNodes()) {
            uids.add(node.getTransformationUID());
        }
        Set<String> writers = new TreeSet<>();
        for (Topic<?> topic : Topics.all()) {
            if (topic.direction() != Topic.Direction.INPUT) {
                writers.add("write-" + topic.name());
                writers.add("Sink Committer: write-" + topic.name());
            }
        }
        assertThat(uids).containsAll(writers);
        uids.removeAll(writers);
        assertThat(uids)
                .containsExactly(
                        "address-answers",
                        "address-requests",
                        "announce-experiments",
                        "announce-items",
                        "announce-policy",
                        "announce-popular",
                        "announce-segment-visits",
                        "announce-weights",
                        "count-clicks",
                        "count-events",
                        "count-feedback",
                        "count-rejects",
                        "count-segments",
                        "decode-events",
                        "decode-experiments",
                        "decode-identity-events",
                        "decode-items",
                        "decode-policy",
                        "decode-results",
                        "decode-rules",
                        "device-stage",
                        "gather-feedback",
                        "gather-outcomes",
                        "gather-segment-changes",
                        "gather-segment-visits",
                        "gather-visits",
                        "judge-experiments",
                        "match-devices",
                        "measure-units",
                        "merge-policies",
                        "offer-signals",
                        "pass-time",
                        "person-stage",
                        "rank-popular",
                        "read-events",
                        "read-experiments",
                        "read-identity-events",
                        "read-items",
                        "read-policy",
                        "read-results",
                        "read-rules",
                        "recommend",
                        "resolve-links",
                        "scatter-event",
                        "select-segments",
                        "update-catalogue",
                        "update-similarity",
                        "watch-series");
        assertThat(Path.of("docs", "operators.md"))
                .content()
                .contains(uids.stream().map(uid -> '`' + uid + '`').toList());
    }

    @Test
    void an_operator_without_a_uid_does_not_get_into_the_graph() {
        StreamExecutionEnvironment env = environment();
        env.fromData(1).sinkTo(new DiscardingSink<>());
        assertThatIllegalStateException()
                .isThrownBy(env::getStreamGraph)
                .withMessageContaining("UID");
    }

    private static CatalogItem item(String id, boolean inStock) {
        return new CatalogItem("default", id, id, null, null, null, inStock, false);
    }
}
