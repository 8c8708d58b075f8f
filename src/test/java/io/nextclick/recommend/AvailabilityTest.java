package io.nextclick.recommend;

import static io.nextclick.recommend.Requests.answer;
import static io.nextclick.recommend.Requests.guided;
import static io.nextclick.recommend.Requests.request;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.event.CatalogItem;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.testkit.Answers;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the catalogue takes out of the lists stays out, on whatever way it would come in. */
class AvailabilityTest {

    private static final long DAY = 86_400_000;
    private static final RecommendSettings RULES =
            Requests.rules(5, new SurfaceSettings(SurfaceSettings.Repeats.LEARNED, 0, 0.4));

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonMessage, ShopUpdate, RecommendationList>
            harness;

    private long sequence;

    /** The ways into a list: what the shop and the rules say of the item "it". */
    record Way(String name, List<PopularItems> popular, boolean asNeighbour, List<Action> actions) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("neighbour", List.of(), true, List.of()),
                new Way(
                        "popular on the site",
                        List.of(popular(null, null, "it")),
                        false,
                        List.of()),
                new Way(
                        "popular in the category",
                        List.of(popular("c", null, "it")),
                        false,
                        List.of()),
                new Way(
                        "popular in a segment",
                        List.of(popular(null, "s", "it")),
                        false,
                        List.of()),
                rule("added", Action.add("it")),
                rule("added instead", Action.add("nothing").inStock(false).orElse("it")),
                new Way(
                        "added of a category",
                        List.of(popular("c", null, "it")),
                        false,
                        List.of(Action.add().in("c"))),
                rule("pinned", Action.pin("it").at(1)),
                rule("pinned instead", Action.pin("nothing").inStock(false).at(1).orElse("it")),
                new Way(
                        "kept",
                        List.of(popular(null, null, "other")),
                        false,
                        List.of(Action.keepOnly("it").by("r"))),
                new Way("boosted", List.of(), true, List.of(Action.boost(9, "it"))));
    }

    private static Way rule(String name, Action action) {
        return new Way(name, List.of(), false, List.of(action.by("r")));
    }

    private static PopularItems popular(String category, String segment, String item) {
        return new PopularItems(
                "default", category, segment, 1, new String[] {item}, new float[] {1});
    }

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
        harness.setProcessingTime(0);
        catalogue("other", true, 0, NOON - 900 * DAY);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonMessage, ShopUpdate, RecommendationList>
            harness() throws Exception {
        return Harness.of(
                new Recommend(RULES, Harness.SMALL_CACHE), PersonMessage::personKey, null);
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        long now = harness.getProcessingTime();
        harness.close();
        harness = harness();
        harness.setProcessingTime(now);
        harness.initializeState(snapshot);
        harness.open();
    }

    private void catalogue(String item, boolean inStock, long from, long firstSeen)
            throws Exception {
        send(
                new CatalogItem("default", item, null, "c", null, null, inStock, false)
                        .withTimes(from, firstSeen));
    }

    private void send(CatalogItem item) throws Exception {
        harness.processElement2(ShopUpdate.of(item), 0);
    }

    private List<String> listAt(long millis, Way way) throws Exception {
        for (PopularItems list : way.popular()) {
            harness.processElement2(ShopUpdate.of(list), 0);
        }
        sequence++;
        Events event = view("x").named("e" + sequence).at(millis).in("c");
        PersonEvent asks = guided(request(sequence, event), way.actions());
        PersonEvent inSegment = asks.guided(List.of("s"), List.of(asks.actions()));
        harness.processElement1(new PersonMessage("ann", inSegment, null), 0);
        var answer =
                way.asNeighbour()
                        ? answer(sequence, 0, "x", "a", 2, "it", 1)
                        : answer(sequence, 0, "x", "a", 2);
        harness.processElement1(Answers.message(answer), 0);
        // An empty list waits for something popular until its deadline.
        harness.setProcessingTime(harness.getProcessingTime() + 1_000);
        List<RecommendationList> lists = Harness.take(harness);
        assertThat(lists.stream().filter(list -> !list.isWithdrawn())).hasSizeLessThan(2);
        return lists.stream()
                .flatMap(list -> list.items().stream())
                .map(RecommendedItem::itemId)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void an_item_is_in_no_list_before_its_first_moment_and_then_without_another_record(Way way)
            throws Exception {
        catalogue("it", true, NOON, NOON - 900 * DAY);
        assertThat(listAt(NOON - 1, way)).doesNotContain("it");
        restart();
        assertThat(listAt(NOON - 1, way)).doesNotContain("it");
        assertThat(listAt(NOON, way)).contains("it");
        catalogue("it", false, 0, NOON - 900 * DAY);
        assertThat(listAt(NOON + 1, way)).doesNotContain("it");
        catalogue("it", true, 0, NOON - 900 * DAY);
        assertThat(listAt(NOON - 1, way)).contains("it");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_removed_item_is_in_no_list_until_it_returns(Way way) throws Exception {
        catalogue("it", true, 0, NOON - 900 * DAY);
        assertThat(listAt(NOON, way)).contains("it");
        send(new CatalogItem("default", "it", null, null, null, null, false, true));
        assertThat(listAt(NOON, way)).doesNotContain("it");
        restart();
        assertThat(listAt(NOON, way)).doesNotContain("it");
        catalogue("it", true, 0, NOON - 900 * DAY);
        assertThat(listAt(NOON, way)).contains("it");
    }

    @Test
    void a_new_item_is_explored_only_once_it_is_there() throws Exception {
        catalogue("it", true, NOON, NOON - 5);
        assertThat(newAt(NOON - 1)).isEmpty();
        assertThat(newAt(NOON)).containsKey("it");
        send(new CatalogItem("default", "it", null, null, null, null, false, true));
        assertThat(newAt(NOON)).isEmpty();
        catalogue("it", true, 0, NOON - 5);
        assertThat(newAt(NOON)).containsKey("it");
    }

    @Test
    void the_same_items_are_explored_after_a_restart() throws Exception {
        for (int i = 0; i < 80; i++) {
            catalogue("n" + i, true, 0, NOON - i / 9);
        }
        Map<String, Integer> before = newAt(NOON);
        restart();
        sequence = 0;
        assertThat(newAt(NOON)).isEqualTo(before);
        assertThat(before).hasSizeGreaterThan(5);
    }

    @Test
    void a_feed_that_is_larger_than_the_facts_makes_nothing_new_again() throws Exception {
        for (int i = 0; i < 300; i++) {
            catalogue("old" + i, true, 0, NOON - 40 * DAY);
        }
        catalogue("really-new", true, 0, NOON - 5);
        assertThat(newAt(NOON)).containsOnlyKeys("really-new");
        for (int i = 0; i < 300; i++) {
            catalogue("old" + i, true, 0, NOON - 40 * DAY);
        }
        assertThat(newAt(NOON)).containsOnlyKeys("really-new");
        catalogue("newer", true, 0, NOON);
        assertThat(newAt(NOON)).containsOnlyKeys("really-new", "newer");
    }

    @Test
    void an_item_is_new_for_a_time() throws Exception {
        catalogue("it", true, 0, NOON);
        assertThat(newAt(NOON + 1_000_000)).containsKey("it");
        assertThat(newAt(NOON + 1_000_001)).isEmpty();
    }

    /** The items that 60 lists explore, and how often. */
    private Map<String, Integer> newAt(long millis) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            sequence++;
            Events event = view("x").named("e" + sequence).at(millis);
            harness.processElement1(new PersonMessage("ann", request(sequence, event), null), 0);
            harness.processElement1(Answers.message(answer(sequence, 0, "x", "a", 2)), 0);
            List<RecommendedItem> items = new ArrayList<>();
            Harness.take(harness).forEach(list -> items.addAll(list.items()));
            for (RecommendedItem item : items) {
                if (item.reasons().get(0).source() == Source.NEW_ITEM) {
                    counts.merge(item.itemId(), 1, Integer::sum);
                }
            }
        }
        return counts;
    }
}
