package io.nextclick;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static io.nextclick.testkit.ItemMessages.wentOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.alarm.Alarm;
import io.nextclick.alarm.SeriesCount;
import io.nextclick.alarm.SeriesKind;
import io.nextclick.alarm.WatchSeries;
import io.nextclick.blend.Policy;
import io.nextclick.catalogue.UpdateCatalogue;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.config.Settings;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import io.nextclick.feedback.AttributeFeedback;
import io.nextclick.feedback.CountFeedback;
import io.nextclick.feedback.FeedbackCount;
import io.nextclick.feedback.FeedbackDelta;
import io.nextclick.feedback.FeedbackMetrics;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.flow.RecentEvents;
import io.nextclick.graph.Topology;
import io.nextclick.identity.Identify;
import io.nextclick.identity.MatchDevices;
import io.nextclick.identity.ResolveLinks;
import io.nextclick.ingest.DecodeItems;
import io.nextclick.ingest.DecodeRules;
import io.nextclick.kafka.KafkaConnectors;
import io.nextclick.popularity.PopularitySettings;
import io.nextclick.popularity.RankPopular;
import io.nextclick.quality.CheckQuality;
import io.nextclick.recommend.MergePolicies;
import io.nextclick.recommend.PersonMessage;
import io.nextclick.recommend.Recommend;
import io.nextclick.recommend.RecommendSettings;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.recommend.ShopUpdate;
import io.nextclick.rule.ConditionLanguage;
import io.nextclick.rule.RuleBook;
import io.nextclick.rule.RuleReader;
import io.nextclick.rule.RuleUpdate;
import io.nextclick.segment.CountSegments;
import io.nextclick.segment.MatchTriggers;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentMetrics;
import io.nextclick.session.SessionSettings;
import io.nextclick.session.SessionStatus;
import io.nextclick.session.StitchSession;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.similarity.SimilaritySettings;
import io.nextclick.similarity.UpdateSimilarity;
import io.nextclick.testkit.Answers;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import io.nextclick.testkit.Releases;
import io.nextclick.testkit.Shop;
import io.nextclick.writeback.Stage;
import io.nextclick.writeback.StageOperator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state that a release has ever written is restored and used by this code. A folder of {@code
 * src/test/resources/state} is a release; {@code -Dstate.write=0.2.0} writes a new one and none is
 * ever written again.
 */
class StateCompatibilityTest {

    private static final Duration TTL = Duration.ofDays(3_650);
    private static final long GAP = 1_800_000;
    private static final long INTERVAL_MILLIS = 1_000;

    static Stream<String> releases() throws Exception {
        String written = Releases.toWrite();
        if (!written.isEmpty() && !Files.exists(Releases.FOLDER.resolve(written))) {
            write(written);
        }
        try (Stream<Path> folders = Files.list(Releases.FOLDER)) {
            return folders
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static void write(String release) throws Exception {
        Path folder = Files.createDirectories(Releases.FOLDER.resolve(release));
        try (var quality = checkQuality()) {
            quality.open();
            quality.processElement(view("tea").named("e1").event(), NOON);
            save(quality, folder, "check-quality");
        }
        try (var visits = stitchSession()) {
            visits.open();
            visits.processElement(annSends(view("tea").on("phone").after(0)), NOON);
            visits.processElement(annSends(purchase("cup").on("phone").after(10)), NOON + 10);
            save(visits, folder, "stitch-session");
        }
        try (var catalogue = updateCatalogue()) {
            catalogue.open();
            catalogue.processElement(catalogued("tea", 9, 5), 0);
            catalogue.processElement(catalogued("gone", 9, 6), 0);
            catalogue.processElement(
                    new CatalogItem("default", "gone", null, null, null, null, false, true), 0);
            save(catalogue, folder, "update-catalogue");
        }
        try (var items = updateSimilarity()) {
            items.open();
            items.processElement2(
                    new CatalogItem("default", "gone", null, null, null, null, false, true), 0);
            items.processElement2(
                    new CatalogItem("default", "tea", "Tea", "food/tea", null, 1.0, true, false),
                    0);
            items.processElement1(wentOn("tea", "cup"), NOON);
            items.processElement1(wentOn("tea", "cup"), NOON);
            items.processElement1(wentOn("tea", "pot"), NOON);
            save(items, folder, "update-similarity");
        }
        try (var popular = rankPopular()) {
            popular.open();
            popular.processElement(visit("cup"), NOON);
            popular.processElement(visit("cup"), NOON);
            popular.processElement(visit("pot"), NOON);
            save(popular, folder, "rank-popular");
        }
        try (var lists = recommend()) {
            lists.open();
            lists.setProcessingTime(0);
            lists.processElement2(popular("salt", "gone"), 0);
            lists.processElement2(
                    ShopUpdate.of(
                            new CatalogItem(
                                    "default", "gone", null, null, null, null, false, false)),
                    0);
            lists.processElement2(ShopUpdate.of(catalogued("tea", 9, 5)), 0);
            lists.processElement2(ShopUpdate.of(Policy.initial("default/home", 7)), 0);
            lists.processElement1(asking(), 0);
            lists.processElement1(Answers.message(answer(0, "tea", "cup")), 0);
            save(lists, folder, "recommend");
        }
        writePeople(folder);
        writeRules(folder);
    }

    private static void writePeople(Path folder) throws Exception {
        try (var devices = identify()) {
            devices.open();
            devices.processElement1(view("tea").by(null).on("phone").event(), NOON);
            devices.processElement1(
                    of(EventType.LOGIN, null).by("ann").on("phone").after(10).event(), NOON + 10);
            save(devices, folder, "identify");
        }
        try (var networks = matchDevices()) {
            networks.open();
            networks.processElement(atHome("phone", "ann"), NOON);
            networks.processElement(atHome("tablet", null), NOON);
            save(networks, folder, "match-devices");
        }
        try (var lists = attributeFeedback()) {
            lists.open();
            lists.processElement(shown(), NOON);
            save(lists, folder, "attribute-feedback");
        }
        try (var counts = countFeedback()) {
            counts.open();
            counts.setProcessingTime(0);
            counts.processElement(clicks(1), 0);
            save(counts, folder, "count-feedback");
        }
        try (var policies = mergePolicies()) {
            policies.open();
            policies.setProcessingTime(0);
            policies.processElement(contribution(3, 4), 0);
            save(policies, folder, "merge-policies");
        }
        try (var series = watchSeries()) {
            series.open();
            series.setProcessingTime(0);
            series.processElement(refused(0, 3), 0);
            save(series, folder, "watch-series");
        }
    }

    private static void writeRules(Path folder) throws Exception {
        ExperimentStateTest.write(folder);
        try (var rules = decodeRules()) {
            rules.open();
            rules.processElement(rule(1), 0);
            save(rules, folder, "decode-rules");
        }
        try (var items = decodeItems()) {
            items.open();
            items.processElement(itemRecord("sku-7", "{\"item_id\":\"tea/green\"}"), 0);
            save(items, folder, "decode-items");
        }
        try (var links = resolveLinks()) {
            links.open();
            links.processElement(link("phone", "tablet"), 0);
            save(links, folder, "resolve-links");
        }
        try (var triggers = matchTriggers()) {
            triggers.open();
            triggers.processElement2(ruleInForce(), 0);
            triggers.processElement1(viewOfTea(0), 0);
            triggers.processElement1(viewOfTea(1), 0);
            save(triggers, folder, "match-triggers");
        }
        try (var counts = countSegments()) {
            counts.open();
            counts.setProcessingTime(0);
            counts.processElement(entry("ann"), 0);
            counts.processElement(entry("ben"), 0);
            save(counts, folder, "count-segments");
        }
    }

    static void save(AbstractStreamOperatorTestHarness<?> harness, Path folder, String uid)
            throws Exception {
        Path file = folder.resolve(uid + ".snapshot");
        if (Files.exists(file)) {
            throw new IllegalStateException(file + " is of a release and stays as it is");
        }
        OperatorSnapshotUtil.writeStateHandle(Harness.checkpoint(harness), file.toString());
    }

    static void restore(AbstractStreamOperatorTestHarness<?> harness, String release, String uid)
            throws Exception {
        harness.initializeState(
                OperatorSnapshotUtil.readStateHandle(
                        Releases.FOLDER.resolve(release).resolve(uid + ".snapshot").toString()));
        harness.open();
    }

    /** What a release keeps, as the graph says it. */
    @ParameterizedTest
    @MethodSource("releases")
    void every_operator_with_state_has_a_snapshot(String release) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(
                        PersonalizationJob.flinkDefaults());
        Settings settings = Settings.defaults();
        KafkaConnectors kafka = new KafkaConnectors(settings.kafka(), settings.codec());
        Topology.build(env, kafka::source, kafka::write, settings);
        Set<String> stateful = new TreeSet<>();
        for (StreamNode node : env.getStreamGraph(false).getStreamNodes()) {
            if (!(node.getOperatorFactory() instanceof SimpleOperatorFactory<?> factory)) {
                continue;
            }
            if (factory.getOperator() instanceof StageOperator<?, ?, ?> operator) {
                stateful.addAll(operator.stage().names());
            } else if (factory.getOperator() instanceof AbstractUdfStreamOperator<?, ?> operator
                    && operator.getUserFunction() instanceof CheckpointedFunction) {
                stateful.add(node.getTransformationUID());
            }
        }
        // It keeps of networks what check-quality keeps of devices.
        assertThat(stateful.remove("check-offers")).isTrue();
        Set<String> held;
        try (Stream<Path> files = Files.list(Releases.FOLDER.resolve(release))) {
            held =
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".snapshot"))
                            .map(file -> file.replace(".snapshot", ""))
                            .collect(Collectors.toCollection(TreeSet::new));
        }
        assertThat(stateful).hasSize(20).isEqualTo(held);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_device_is_still_its_users_and_its_past_can_be_given_back(String release)
            throws Exception {
        try (var harness = identify()) {
            restore(harness, release, "identify");
            harness.processElement1(view("cup").by(null).on("phone").after(20).event(), NOON + 20);
            harness.processElement2(
                    new IdentityEvent(
                            IdentityEvent.Action.UNLINK, NOON + 30, "default", "phone", "ann", 1),
                    NOON + 30);
            List<PersonInput> out = harness.extractOutputValues();
            assertThat(out.get(0).personKey()).isEqualTo("ann");
            assertThat(out)
                    .filteredOn(
                            input -> input.personKey().equals("phone") && input.history() != null)
                    .singleElement()
                    .satisfies(
                            input ->
                                    assertThat(input.history().events())
                                            .extracting(PastEvent::itemId)
                                            .containsExactly("tea", "cup"));
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void devices_of_a_network_are_known(String release) throws Exception {
        try (var harness = matchDevices()) {
            restore(harness, release, "match-devices");
            harness.processElement(atHome("tv", null), NOON);
            Harness.checkpoint(harness);
            harness.getOperator().setCurrentKey("default/home");
            ValueState<?> block =
                    harness.getOperator()
                            .getKeyedStateStore()
                            .getState(MatchDevices.state(TTL).descriptor());
            assertThat(block.value())
                    .extracting("devices", InstanceOfAssertFactories.LIST)
                    .hasSize(3);
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void what_was_learnt_but_not_published_is_published(String release) throws Exception {
        try (var harness = mergePolicies()) {
            restore(harness, release, "merge-policies");
            harness.processElement(contribution(5, 8), 0);
            harness.setProcessingTime(INTERVAL_MILLIS + 1);
            assertThat(harness.extractOutputValues())
                    .singleElement()
                    .satisfies(policy -> assertThat(policy.examples()).isEqualTo(12));
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void rules_in_force_are_known_with_their_versions(String release) throws Exception {
        try (var harness = decodeRules()) {
            restore(harness, release, "decode-rules");
            harness.processElement(rule(1), 0);
            assertThat(harness.extractOutputValues()).as("it is in force already").isEmpty();
            harness.processElement(rule(2), 0);
            assertThat(harness.extractOutputValues()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_tombstone_under_a_key_of_its_own_removes_what_was_written_there(String release)
            throws Exception {
        try (var harness = decodeItems()) {
            restore(harness, release, "decode-items");
            harness.processElement(itemRecord("sku-7", null), 0);
            assertThat(harness.extractOutputValues())
                    .singleElement()
                    .extracting(CatalogItem::itemId)
                    .isEqualTo("tea/green");
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_link_to_a_linked_device_ends_at_the_user(String release) throws Exception {
        try (var harness = resolveLinks()) {
            restore(harness, release, "resolve-links");
            harness.processElement(link("tablet", "ann"), 0);
            assertThat(harness.extractOutputValues())
                    .filteredOn(link -> link.action() == IdentityEvent.Action.LINK)
                    .extracting(IdentityEvent::deviceId, IdentityEvent::userId)
                    .contains(tuple("phone", "ann"), tuple("tablet", "ann"));
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_pattern_that_was_begun_is_completed(String release) throws Exception {
        try (var harness = matchTriggers()) {
            restore(harness, release, "match-triggers");
            harness.processElement1(viewOfTea(2), 0);
            assertThat(Harness.take(harness, MatchTriggers.CHANGES))
                    .singleElement()
                    .satisfies(
                            change -> {
                                assertThat(change.kind()).isEqualTo(SegmentChange.Kind.ENTER);
                                assertThat(change.matchedEventIds()).hasSize(3);
                            });
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void members_of_a_segment_are_counted_on(String release) throws Exception {
        try (var harness = countSegments()) {
            restore(harness, release, "count-segments");
            harness.setProcessingTime(0);
            harness.processElement(entry("cid"), 0);
            harness.setProcessingTime(60_000);
            assertThat(harness.extractOutputValues())
                    .singleElement()
                    .satisfies(metrics -> assertThat(metrics.size()).isEqualTo(3));
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_click_is_one_in_the_list_that_was_shown(String release) throws Exception {
        try (var harness = attributeFeedback()) {
            restore(harness, release, "attribute-feedback");
            ShownList from = new ShownList("l", 1, null, null, List.of());
            EventContext context = EventContext.builder().list(from).build();
            harness.processElement(atPerson(of(EventType.CLICK, "tea").with(context).after(1)), 0);
            assertThat(Harness.take(harness, AttributeFeedback.FEEDBACK))
                    .singleElement()
                    .matches(each -> each.isClicked() && each.isShown());
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void the_minute_of_feedback_that_was_begun_is_counted_on(String release) throws Exception {
        try (var harness = countFeedback()) {
            restore(harness, release, "count-feedback");
            harness.setProcessingTime(0);
            harness.processElement(clicks(2), 0);
            harness.setProcessingTime(60_000);
            assertThat(harness.extractOutputValues())
                    .extracting(FeedbackMetrics::key, each -> each.count(FeedbackCount.CLICKS))
                    .as("segments are counted from 0.1.0 on, not in its first states")
                    .contains(tuple("default/home", 3L))
                    .hasSize(2)
                    .anyMatch(each -> each.toList().get(0).equals("default/home//vip"));
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void the_minute_of_a_series_that_was_begun_is_judged(String release) throws Exception {
        try (var harness = watchSeries()) {
            restore(harness, release, "watch-series");
            harness.processElement(refused(0, 20), 0);
            harness.processWatermark(60_000);
            harness.setProcessingTime(120_000);
            assertThat(harness.extractOutputValues())
                    .singleElement()
                    .matches(each -> each.observed() == 23);
        }
    }

    @Test
    void there_is_a_release_to_restore() throws Exception {
        assertThat(releases()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("releases")
    void seen_events_are_still_known(String release) throws Exception {
        try (var harness = checkQuality()) {
            restore(harness, release, "check-quality");
            harness.processElement(view("tea").named("e1").event(), NOON);
            harness.processElement(view("tea").named("e2").event(), NOON);
            assertThat(harness.extractOutputValues())
                    .extracting(Event::eventId)
                    .containsExactly("e2");
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_visit_goes_on_and_bought_items_are_remembered(String release) throws Exception {
        try (var harness = stitchSession()) {
            restore(harness, release, "stitch-session");
            harness.processElement(annSends(of(EventType.VIEW, "pot").after(20)), NOON + 20);
            PersonEvent event = harness.extractOutputValues().get(0);
            assertThat(event.recentItems()).containsExactly("cup", "tea");
            assertThat(event.ownedItems()).containsExactly("cup");
            assertThat(event.deviceIds()).containsExactly("phone");
            harness.processWatermark(NOON + 20 + GAP);
            assertThat(Harness.take(harness, StitchSession.SESSIONS))
                    .filteredOn(session -> session.status() == SessionStatus.CLOSED)
                    .singleElement()
                    .matches(session -> session.events() == 3);
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_known_item_is_as_old_as_it_was_and_older_records_stay_out(String release)
            throws Exception {
        try (var harness = updateCatalogue()) {
            restore(harness, release, "update-catalogue");
            harness.processElement(catalogued("tea", 8, 50), 0);
            harness.processElement(catalogued("gone", 9, 50), 0);
            harness.processElement(catalogued("tea", 9, 50), 0);
            assertThat(harness.extractOutputValues())
                    .singleElement()
                    .satisfies(item -> assertThat(item.firstSeenMillis()).isEqualTo(5));
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void neighbours_and_the_category_of_an_item_are_known(String release) throws Exception {
        try (var harness = updateSimilarity()) {
            restore(harness, release, "update-similarity");
            harness.processElement1(wentOn("tea", "new"), NOON);
            Candidates answer = harness.extractOutputValues().get(0);
            assertThat(answer.neighbours()).containsExactly("cup", "pot");
            assertThat(answer.category()).isEqualTo("food/tea");
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void popularity_is_known(String release) throws Exception {
        try (var harness = rankPopular()) {
            restore(harness, release, "rank-popular");
            harness.setProcessingTime(0);
            harness.processElement(visit("salt"), NOON);
            harness.setProcessingTime(60_000);
            List<PopularItems> out = harness.extractOutputValues();
            assertThat(out.get(out.size() - 1).items()).containsExactly("cup", "pot", "salt");
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_request_in_flight_is_answered_with_what_the_shop_had_told(String release)
            throws Exception {
        try (var harness = recommend()) {
            restore(harness, release, "recommend");
            harness.processElement1(Answers.message(answer(1, "mug", "pot")), 0);
            RecommendationList list = harness.extractOutputValues().get(0);
            assertThat(list.triggerEventId()).isEqualTo("asks");
            assertThat(list.items())
                    .extracting(RecommendedItem::itemId)
                    .startsWith("cup", "pot")
                    .contains("salt");
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Event, Event> checkQuality()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new StageOperator.OneInput<>(Stage.of("check-quality", new CheckQuality(TTL))),
                Event::sourceKey,
                Types.STRING);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PersonInput, PersonEvent>
            stitchSession() throws Exception {
        SessionSettings rules = Settings.defaults().session();
        return Harness.of(
                new StitchSession(rules, TTL, Harness.SMALL_CACHE), PersonInput::personKey);
    }

    private static CatalogItem catalogued(String id, long updatedAt, long firstSeen) {
        return new CatalogItem(
                "default", id, null, "food", null, null, null, true, false, 0, updatedAt,
                firstSeen);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, CatalogItem, CatalogItem>
            updateCatalogue() throws Exception {
        return Harness.of(new UpdateCatalogue(TTL, Harness.SMALL_CACHE), CatalogItem::itemKey);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, ItemMessage, CatalogItem, Candidates>
            updateSimilarity() throws Exception {
        SimilaritySettings rules =
                new SimilaritySettings(86_400_000, 50, 100, 50, 60_000, 1_000, 500);
        return Harness.of(
                new UpdateSimilarity(rules, TTL, Harness.SMALL_CACHE), ItemMessage::itemKey, null);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PopularityChange, PopularItems>
            rankPopular() throws Exception {
        PopularitySettings rules = new PopularitySettings(86_400_000, 300_000, 200, 100, 1_000);
        return Harness.of(
                new RankPopular(rules, TTL, Harness.SMALL_CACHE), PopularityChange::scopeKey);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonMessage, ShopUpdate, RecommendationList>
            recommend() throws Exception {
        RecommendSettings rules = Settings.defaults().recommend();
        return Harness.of(
                new Recommend(rules, Harness.SMALL_CACHE), PersonMessage::personKey, null);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Event, IdentityEvent, PersonInput>
            identify() throws Exception {
        return Harness.of(
                new Identify(Settings.defaults().identity(), TTL, Harness.SMALL_CACHE),
                Event::sourceKey,
                IdentityEvent::deviceKey);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Event, IdentityEvent>
            matchDevices() throws Exception {
        return Harness.of(
                new MatchDevices(Settings.defaults().links(), TTL, Harness.SMALL_CACHE),
                MatchDevices::blockKey);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Policy, Policy> mergePolicies()
            throws Exception {
        return Harness.of(
                new MergePolicies(INTERVAL_MILLIS, Harness.SMALL_CACHE), Policy::policyKey);
    }

    private static OneInputStreamOperatorTestHarness<RawRecord, CatalogItem> decodeItems()
            throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DecodeItems(CodecSettings.DEFAULT, Events.RULES, "EUR")));
    }

    private static RawRecord itemRecord(String key, @Nullable String json) {
        return new RawRecord(
                "items",
                0,
                0,
                NOON,
                key.getBytes(StandardCharsets.UTF_8),
                json == null ? null : json.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, IdentityEvent, IdentityEvent>
            resolveLinks() throws Exception {
        return Harness.of(new ResolveLinks(TTL), IdentityEvent::site);
    }

    private static IdentityEvent link(String device, String user) {
        return new IdentityEvent(IdentityEvent.Action.LINK, NOON, "default", device, user, 1);
    }

    private static OneInputStreamOperatorTestHarness<RawRecord, RuleUpdate> decodeRules()
            throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DecodeRules(CodecSettings.DEFAULT, 10)));
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonEvent, RuleUpdate, PersonEvent>
            matchTriggers() throws Exception {
        return Harness.of(
                new MatchTriggers(
                        Settings.defaults().triggers(),
                        Harness.SMALL_CACHE,
                        new StitchSession(Settings.defaults().session(), TTL, Harness.SMALL_CACHE)),
                PersonEvent::personKey,
                null);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SegmentChange, SegmentMetrics>
            countSegments() throws Exception {
        return Harness.of(new CountSegments(Harness.SMALL_CACHE), SegmentChange::ruleKey);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PersonEvent, PersonEvent>
            attributeFeedback() throws Exception {
        return Harness.of(
                new AttributeFeedback(
                        Settings.defaults().feedback(), Harness.SMALL_CACHE, new NoVisits()),
                PersonEvent::personKey);
    }

    /** Of somebody whose visits are not known. */
    private record NoVisits() implements RecentEvents {
        @Override
        public boolean sawLists(String personKey, long sinceMillis) {
            return false;
        }

        @Override
        public List<PastEvent> recent(String personKey, long sinceMillis) {
            return List.of();
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, FeedbackDelta, FeedbackMetrics>
            countFeedback() throws Exception {
        return Harness.of(new CountFeedback(Harness.SMALL_CACHE), FeedbackDelta::key);
    }

    private static PersonEvent shown() {
        ShownList list = new ShownList("l", null, null, null, List.of(new ShownItem("tea", 1)));
        return atPerson(
                of(EventType.IMPRESSION, null).with(EventContext.builder().list(list).build()));
    }

    private static PersonEvent atPerson(Events events) {
        return new PersonEvent(
                "ann",
                1,
                events.event(),
                new String[0],
                new String[0],
                1,
                true,
                true,
                new String[0]);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SeriesCount, Alarm> watchSeries()
            throws Exception {
        return Harness.of(
                new WatchSeries(Settings.defaults().alarms(), Harness.SMALL_CACHE),
                SeriesCount::key);
    }

    private static SeriesCount refused(long minute, long many) {
        return SeriesCount.of(
                SeriesCount.ALL_SITES,
                "rejects:INVALID_PRICE",
                SeriesKind.REJECTS,
                minute,
                many,
                0);
    }

    private static FeedbackDelta clicks(int many) {
        long[] counts = new long[FeedbackCount.values().length];
        counts[FeedbackCount.CLICKS.compareTo(FeedbackCount.LISTS_SHOWN)] = many;
        return new FeedbackDelta(
                "default/home",
                new String[] {"vip"},
                counts,
                new long[0],
                new long[0],
                new String[0],
                new long[0]);
    }

    private static Event atHome(String device, String user) {
        return view("tea")
                .by(user)
                .on(device)
                .showing(new DeviceSignals("home", "chrome/android", "Europe/Berlin"))
                .event();
    }

    private static Policy contribution(int subtask, long examples) {
        Policy initial = Policy.initial("default/home", 7);
        return new Policy(
                "default/home",
                0,
                0,
                7,
                initial.weights(),
                initial.squares(),
                examples,
                1,
                0,
                false,
                new int[] {subtask},
                new long[] {1},
                0,
                0);
    }

    private static String enthusiast(int version) {
        return """
                rule_id: enthusiast
                version: %d
                kind: SEGMENT
                partition: category
                pattern:
                  within: 24 h
                  stages:
                    - {name: viewed, when: event.type == 'VIEW', times: 3}
                membership: 7 d
                """
                .formatted(version);
    }

    private static RawRecord rule(int version) {
        return new Shop().ruled("enthusiast", enthusiast(version)).records().get(0);
    }

    private static RuleUpdate ruleInForce() {
        RuleReader.Reading reading = new RuleReader(new ConditionLanguage()).read(enthusiast(1));
        return new RuleBook(10)
                .put(reading.rule(), reading.text(), new ArrayList<>())
                .orElseThrow();
    }

    private static PersonEvent viewOfTea(int number) {
        return new PersonEvent(
                "ann",
                number + 1,
                view("tea" + number).in("tea").named("v" + number).after(number).event(),
                new String[0],
                new String[0],
                number + 1,
                true,
                true,
                new String[0]);
    }

    private static SegmentChange entry(String person) {
        return new SegmentChange(
                SegmentChange.Kind.ENTER,
                person,
                "enthusiast",
                "enthusiast",
                1,
                false,
                1,
                2,
                List.of(),
                null,
                null,
                0);
    }

    private static PersonInput annSends(Events events) {
        return PersonInput.of("ann", events.event());
    }

    private static PopularityChange visit(String item) {
        return new PopularityChange("default", null, item, 1, NOON, true);
    }

    private static ShopUpdate popular(String... items) {
        return ShopUpdate.of(new PopularItems("default", null, items, new float[items.length]));
    }

    private static PersonMessage asking() {
        return new PersonMessage(
                "ann",
                new PersonEvent(
                        "ann",
                        1,
                        view("tea").named("asks").event(),
                        new String[0],
                        new String[] {"mug"},
                        2,
                        true,
                        true,
                        new String[0]),
                null);
    }

    private static Candidates answer(int slot, String item, String neighbour) {
        return Answers.of(
                "ann", 1, slot, item, null, new String[] {neighbour}, new float[] {2 - slot});
    }
}
