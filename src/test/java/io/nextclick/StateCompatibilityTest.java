package io.nextclick;

import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.purchase;
import static io.nextclick.testkit.Events.view;
import static io.nextclick.testkit.ItemMessages.wentOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.config.Settings;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonInput;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.popularity.PopularitySettings;
import io.nextclick.popularity.RankPopular;
import io.nextclick.quality.CheckQuality;
import io.nextclick.recommend.PersonMessage;
import io.nextclick.recommend.Recommend;
import io.nextclick.recommend.RecommendSettings;
import io.nextclick.recommend.RecommendationList;
import io.nextclick.recommend.RecommendedItem;
import io.nextclick.recommend.ShopUpdate;
import io.nextclick.session.SessionSettings;
import io.nextclick.session.SessionStatus;
import io.nextclick.session.StitchSession;
import io.nextclick.similarity.ItemMessage;
import io.nextclick.similarity.SimilaritySettings;
import io.nextclick.similarity.UpdateSimilarity;
import io.nextclick.testkit.Answers;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state that a release has ever written is restored and used by this code. A folder of {@code
 * src/test/resources/state} is a release; {@code -Dstate.write=0.2.0} writes a new one and none is
 * ever written again.
 */
class StateCompatibilityTest {

    private static final Path RELEASES = Path.of("src/test/resources/state");
    private static final Duration TTL = Duration.ofDays(3_650);
    private static final long GAP = 1_800_000;

    static Stream<String> releases() throws Exception {
        String written = System.getProperty("state.write", "");
        if (!written.isEmpty() && !Files.exists(RELEASES.resolve(written))) {
            write(written);
        }
        try (Stream<Path> folders = Files.list(RELEASES)) {
            return folders
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static void write(String release) throws Exception {
        Path folder = Files.createDirectories(RELEASES.resolve(release));
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
        try (var items = updateSimilarity()) {
            items.open();
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
            lists.processElement1(asking(), 0);
            lists.processElement1(PersonMessage.of(answer(0, "tea", "cup")), 0);
            save(lists, folder, "recommend");
        }
    }

    private static void save(AbstractStreamOperatorTestHarness<?> harness, Path folder, String uid)
            throws Exception {
        Path file = folder.resolve(uid + ".snapshot");
        if (Files.exists(file)) {
            throw new IllegalStateException(file + " is of a release and stays as it is");
        }
        OperatorSnapshotUtil.writeStateHandle(Harness.checkpoint(harness), file.toString());
    }

    private static void restore(
            AbstractStreamOperatorTestHarness<?> harness, String release, String uid)
            throws Exception {
        harness.initializeState(
                OperatorSnapshotUtil.readStateHandle(
                        RELEASES.resolve(release).resolve(uid + ".snapshot").toString()));
        harness.open();
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
            harness.processElement1(PersonMessage.of(answer(1, "mug", "pot")), 0);
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
                new KeyedProcessOperator<>(new CheckQuality(TTL)), Event::sourceKey, Types.STRING);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PersonInput, PersonEvent>
            stitchSession() throws Exception {
        SessionSettings rules = Settings.defaults().session();
        return Harness.of(
                new StitchSession(rules, TTL, Harness.SMALL_CACHE), PersonInput::personKey);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, ItemMessage, CatalogItem, Candidates>
            updateSimilarity() throws Exception {
        SimilaritySettings rules = new SimilaritySettings(86_400_000, 50, 100, 50, 60_000);
        return Harness.of(
                new UpdateSimilarity(rules, TTL, Harness.SMALL_CACHE),
                ItemMessage::itemKey,
                CatalogItem::itemKey);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PopularityChange, PopularItems>
            rankPopular() throws Exception {
        PopularitySettings rules = new PopularitySettings(86_400_000, 200, 100, 1_000);
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
