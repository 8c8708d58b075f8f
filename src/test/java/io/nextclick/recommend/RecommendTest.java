package io.nextclick.recommend;

import static io.nextclick.recommend.Requests.RULES;
import static io.nextclick.recommend.Requests.answer;
import static io.nextclick.recommend.Requests.guided;
import static io.nextclick.recommend.Requests.request;
import static io.nextclick.testkit.Events.NOON;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.Surface;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.testkit.Answers;
import io.nextclick.testkit.Events;
import io.nextclick.testkit.Harness;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RecommendTest {

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, PersonMessage, ShopUpdate, RecommendationList>
            harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
        harness.setProcessingTime(0);
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

    private List<RecommendationList> send(PersonEvent request) throws Exception {
        harness.processElement1(new PersonMessage(request.personKey(), request, null), 0);
        return Harness.take(harness);
    }

    private List<RecommendationList> send(Candidates answer) throws Exception {
        harness.processElement1(Answers.message(answer), 0);
        return Harness.take(harness);
    }

    private void popular(String... items) throws Exception {
        float[] scores = new float[items.length];
        java.util.Arrays.fill(scores, 1);
        harness.processElement2(ShopUpdate.of(new PopularItems("default", null, items, scores)), 0);
    }

    private void stock(String item, boolean inStock) throws Exception {
        harness.processElement2(
                ShopUpdate.of(
                        new CatalogItem("default", item, null, null, null, null, inStock, false)),
                0);
    }

    private void listed(String item, String category) throws Exception {
        harness.processElement2(
                ShopUpdate.of(
                        new CatalogItem("default", item, null, category, "acme", 1.0, true, false)),
                0);
    }

    private static PersonEvent inTeaSegment(PersonEvent request, Action... actions) {
        PersonEvent guided = guided(request, List.of(actions));
        return guided.guided(List.of("tea-lovers"), List.of(guided.actions()));
    }

    private long factsKept() throws Exception {
        long count = 0;
        var backend = harness.getOperator().getOperatorStateBackend();
        for (var entry : backend.getBroadcastState(ShopState.FACTS).immutableEntries()) {
            count += entry.getValue() == null ? 0 : 1;
        }
        return count;
    }

    private static List<String> items(List<RecommendationList> lists) {
        return lists.stream()
                .map(
                        list ->
                                list.triggerEventId()
                                        + list.items().stream()
                                                .map(RecommendedItem::itemId)
                                                .toList())
                .toList();
    }

    private void assertNothingLeft() throws Exception {
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
        harness.setProcessingTime(harness.getProcessingTime() + 20_000);
        Harness.checkpoint(harness);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers() + harness.numEventTimeTimers()).isZero();
        assertThat(Harness.take(harness)).isEmpty();
    }

    @Test
    void a_list_is_made_when_the_last_answer_is_there() throws Exception {
        assertThat(send(request(1, view("x").named("e1").on("phone"), "p"))).isEmpty();
        assertThat(send(answer(1, 1, "p", "a", 1))).isEmpty();
        List<RecommendationList> lists = send(answer(1, 0, "x", "b", 2));
        assertThat(items(lists)).containsExactly("e1[b, a]");
        assertThat(lists.get(0).complete()).isTrue();
        assertThat(lists.get(0).fallback()).isFalse();
        assertThat(lists.get(0).deviceIds()).containsExactly("phone");
        assertThat(lists.get(0).userIds()).containsExactly("ann");
        assertNothingLeft();
    }

    @Test
    void answers_may_come_before_the_request_and_twice() throws Exception {
        send(answer(1, 0, "x", "b", 2));
        send(answer(1, 0, "x", "b", 2));
        assertThat(items(send(request(1, view("x").named("e1"))))).containsExactly("e1[b]");
        assertNothingLeft();
    }

    @Test
    void the_same_event_gives_the_same_recommendation_id() throws Exception {
        send(answer(1, 0, "x", "b", 2));
        String first = send(request(1, view("x").named("e1"))).get(0).recommendationId();
        send(answer(2, 0, "x", "b", 2));
        assertThat(send(request(2, view("x").named("e1"))).get(0).recommendationId())
                .isEqualTo(first);
        send(answer(3, 0, "x", "b", 2));
        assertThat(send(request(3, view("x").named("e2"))).get(0).recommendationId())
                .isNotEqualTo(first);
        send(answer(4, 0, "x", "c", 2));
        assertThat(send(request(4, view("x").named("e1"))).get(0).recommendationId())
                .as("a list of other items, so that a click on its third is of one list")
                .isNotEqualTo(first);
    }

    @Test
    void a_list_that_is_late_already_waits_for_all_answers() throws Exception {
        harness.setProcessingTime(NOON + 4_000);
        send(request(1, view("x").named("e1"), "p"));
        send(answer(1, 0, "x", "b", 2));
        harness.setProcessingTime(NOON + 7_900);
        assertThat(Harness.take(harness)).isEmpty();
        List<RecommendationList> lists = send(answer(1, 1, "p", "c", 1));
        assertThat(items(lists)).containsExactly("e1[b, c]");
        assertThat(lists.get(0).complete()).isTrue();
        send(request(2, view("x").named("e2"), "p"));
        send(answer(2, 0, "x", "b", 2));
        harness.setProcessingTime(NOON + 2 * 8_000);
        assertThat(Harness.take(harness)).singleElement().matches(list -> !list.complete());
        harness.setProcessingTime(harness.getProcessingTime() + 5_000);
        assertNothingLeft();
    }

    @Test
    void at_the_deadline_the_list_is_made_of_what_came() throws Exception {
        send(request(1, view("x").named("e1"), "p"));
        send(answer(1, 0, "x", "b", 2));
        harness.setProcessingTime(499);
        assertThat(Harness.take(harness)).isEmpty();
        harness.setProcessingTime(550);
        List<RecommendationList> lists = Harness.take(harness);
        assertThat(items(lists)).containsExactly("e1[b]");
        assertThat(lists.get(0).complete()).isFalse();

        assertThat(send(answer(1, 1, "p", "late", 9))).isEmpty();
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    @Test
    void lists_leave_in_the_order_of_the_events() throws Exception {
        send(request(1, view("x").named("e1"), "p"));
        send(answer(1, 0, "x", "a", 1));
        send(request(2, view("y").named("e2")));
        assertThat(send(answer(2, 0, "y", "b", 1))).isEmpty();
        assertThat(items(send(answer(1, 1, "p", "c", 1)))).containsExactly("e1[c, a]", "e2[b]");
        assertNothingLeft();
    }

    @Test
    void beyond_the_bound_the_oldest_request_is_superseded() throws Exception {
        for (int i = 1; i <= 4; i++) {
            assertThat(send(request(i, view("x").named("e" + i)))).isEmpty();
        }
        assertThat(send(answer(1, 0, "x", "a", 1))).isEmpty();
        assertThat(items(send(answer(2, 0, "x", "a", 1)))).containsExactly("e2[a]");
        assertThat(items(send(answer(3, 0, "x", "a", 1)))).containsExactly("e3[a]");
        assertThat(items(send(answer(4, 0, "x", "a", 1)))).containsExactly("e4[a]");
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    @Test
    void beyond_the_bound_the_only_request_for_a_surface_is_answered_with_what_came()
            throws Exception {
        popular("best");
        EventContext cart = EventContext.builder().pageType("cart").build();
        assertThat(send(request(1, view("x").named("e1").with(cart)))).isEmpty();
        assertThat(send(request(2, view("x").named("e2")))).isEmpty();
        assertThat(send(request(3, view("x").named("e3")))).isEmpty();
        List<RecommendationList> lists = send(request(4, view("x").named("e4")));
        assertThat(items(lists)).containsExactly("e1[x, best]");
        assertThat(lists.get(0).surface()).isEqualTo(Surface.CART);
        assertThat(lists.get(0).complete()).isFalse();
        assertThat(send(answer(1, 0, "x", "a", 1))).as("it is closed").isEmpty();
        assertThat(send(request(5, view("x").named("e5")))).as("e2 is followed by e3").isEmpty();
        assertThat(items(send(answer(3, 0, "x", "a", 1)))).containsExactly("e3[a, best]");
        assertThat(items(send(answer(4, 0, "x", "a", 1)))).containsExactly("e4[a, best]");
        assertThat(items(send(answer(5, 0, "x", "a", 1)))).containsExactly("e5[a, best]");
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    @Test
    void a_purchase_that_is_superseded_withdraws_what_other_surfaces_may_offer_of_it()
            throws Exception {
        send(request(1, of(EventType.PURCHASE, "x").named("e1")));
        send(request(2, view("y").named("e2")));
        send(request(3, view("y").named("e3")));
        List<RecommendationList> lists = send(request(4, view("y").named("e4")));
        assertThat(lists)
                .allMatch(RecommendationList::isWithdrawn)
                .extracting(RecommendationList::surface)
                .containsExactlyInAnyOrder(Surface.HOME, Surface.ITEM, Surface.CART);
    }

    @Test
    void one_in_time_behind_a_late_one_that_waits_longer_is_answered_as_soon_as_that_is()
            throws Exception {
        send(request(1, view("x").named("e1").at(-60_000)));
        send(request(2, view("y").named("e2").at(0), "p"));
        send(answer(2, 0, "y", "b", 1));
        harness.setProcessingTime(1_000);
        assertThat(Harness.take(harness)).isEmpty();
        assertThat(items(send(answer(1, 0, "x", "a", 1)))).containsExactly("e1[a]");
        harness.setProcessingTime(1_100);
        assertThat(items(Harness.take(harness))).containsExactly("e2[b]");
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    @Test
    void nor_does_one_stay_open_behind_it_for_which_there_is_nothing() throws Exception {
        send(request(1, view("x").named("e1").at(-60_000)));
        send(request(2, of(EventType.LOGIN, null).named("e2").at(0)));
        harness.setProcessingTime(1_000);
        assertThat(items(send(answer(1, 0, "x", "a", 1)))).containsExactly("e1[a]");
        harness.setProcessingTime(1_100);
        assertWithdrawn(
                Harness.take(harness),
                "default/ann/home",
                "default/ann/item",
                "default/ann/cart",
                "ann");
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    @Test
    void a_request_that_comes_long_after_its_answers_is_answered_at_once() throws Exception {
        send(answer(1, 0, "x", "a", 1));
        for (int seconds = 10; seconds <= 300; seconds += 10) {
            harness.setProcessingTime(seconds * 1_000L);
        }
        List<RecommendationList> lists = send(request(1, view("x").named("e1")));
        assertThat(items(lists)).containsExactly("e1[a]");
        assertThat(lists.get(0).complete()).isTrue();
        assertNothingLeft();
    }

    @Test
    void an_answer_without_a_request_is_forgotten_in_time() throws Exception {
        popular("s1");
        send(answer(1, 0, "x", "a", 1));
        for (int look = 1; look <= OpenRequests.MOST_LOOKS; look++) {
            Harness.checkpoint(harness);
            assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
            harness.setProcessingTime(look * 10_050L);
        }
        assertNothingLeft();
        // If it comes after all, the person still gets a list.
        send(request(1, view("x").named("e1")));
        harness.setProcessingTime(harness.getProcessingTime() + 5_000);
        assertThat(items(Harness.take(harness))).containsExactly("e1[s1]");
        assertNothingLeft();
    }

    @Test
    void nothing_to_recommend_waits_until_something_is_popular() throws Exception {
        assertThat(send(request(1, of(EventType.LOGIN, null).named("e1")))).isEmpty();
        stock("other", true);
        assertThat(Harness.take(harness)).isEmpty();
        popular("s1");
        List<RecommendationList> lists = Harness.take(harness);
        assertThat(items(lists)).containsExactly("e1[s1]");
        assertThat(lists.get(0).fallback()).isTrue();
        assertThat(lists.get(0).complete()).isTrue();
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    @Test
    void where_there_is_nothing_to_recommend_no_older_list_stands_and_nothing_is_left()
            throws Exception {
        send(request(1, of(EventType.LOGIN, null).named("e1")));
        harness.setProcessingTime(550);
        assertWithdrawn(
                Harness.take(harness),
                "default/ann/home",
                "default/ann/item",
                "default/ann/cart",
                "ann");
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    private static void assertWithdrawn(List<RecommendationList> lists, String... keys) {
        assertThat(lists).allMatch(RecommendationList::isWithdrawn);
        assertThat(lists).extracting(RecommendationList::listKey).containsExactly(keys);
    }

    @Test
    void a_list_is_of_the_surface_of_its_event_and_leaves_the_others_alone() throws Exception {
        popular("s1");
        List<RecommendationList> home = send(request(1, login("home").named("e1")));
        List<RecommendationList> cart = send(request(2, login("basket").named("e2")));
        assertThat(home)
                .extracting(RecommendationList::listKey)
                .containsExactly("default/ann/home");
        assertThat(cart)
                .extracting(RecommendationList::listKey)
                .containsExactly("default/ann/cart");
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    @Test
    void a_purchase_withdraws_the_lists_of_other_surfaces_since_they_may_offer_it()
            throws Exception {
        popular("s1");
        List<RecommendationList> lists = new ArrayList<>();
        lists.addAll(send(request(1, of(EventType.PURCHASE, "x").with(page("cart")).named("e1"))));
        lists.addAll(send(answer(1, 0, "x", "a", 1)));
        assertThat(lists.get(0).items()).isNotEmpty();
        assertThat(lists.get(0).listKey()).isEqualTo("default/ann/cart");
        assertWithdrawn(
                lists.subList(1, lists.size()), "default/ann/home", "default/ann/item", "ann");
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    private static Events login(String pageType) {
        return of(EventType.LOGIN, null).with(page(pageType));
    }

    private static EventContext page(String pageType) {
        return EventContext.builder().pageType(pageType).build();
    }

    @Test
    void stock_is_obeyed_from_the_moment_it_is_known() throws Exception {
        popular("s1", "s2");
        stock("s1", false);
        assertThat(items(send(request(1, of(EventType.LOGIN, null).named("e1")))))
                .containsExactly("e1[s2]");
        stock("s1", true);
        assertThat(items(send(request(2, of(EventType.LOGIN, null).named("e2")))))
                .containsExactly("e2[s1, s2]");
    }

    @Test
    void a_restored_operator_finishes_what_was_in_flight_and_knows_the_shop() throws Exception {
        popular("s1");
        stock("gone", false);
        send(request(1, view("x").named("e1"), "p"));
        send(answer(1, 0, "x", "a", 2, "gone", 9));
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement1(Answers.message(answer(1, 1, "p", "b", 1)), 0);
            assertThat(items(List.copyOf(restored.extractOutputValues())))
                    .containsExactly("e1[a, b, s1]");
        }
    }

    @Test
    void the_least_recently_updated_fact_is_evicted_first() throws Exception {
        popular("first", "s1");
        stock("first", false);
        for (int i = 0; i < 99; i++) {
            stock("i" + i, false);
        }
        assertThat(items(send(request(1, of(EventType.LOGIN, null).named("e1")))))
                .containsExactly("e1[s1]");
        stock("one more", false);
        assertThat(items(send(request(2, of(EventType.LOGIN, null).named("e2")))))
                .containsExactly("e2[first, s1]");
    }

    @Test
    void however_many_categories_there_are_a_site_keeps_its_list() throws Exception {
        popular("s1");
        for (int i = 0; i < 1_000; i++) {
            harness.processElement2(
                    ShopUpdate.of(
                            new PopularItems(
                                    "default", "c" + i, new String[] {"x"}, new float[] {1})),
                    0);
        }
        assertThat(items(send(request(1, of(EventType.LOGIN, null).named("e1")))))
                .containsExactly("e1[s1]");
        var operator = harness.getOperator();
        assertThat(
                        operator.getOperatorStateBackend()
                                .getBroadcastState(ShopState.POPULAR)
                                .immutableEntries())
                .hasSize(101);
    }

    @Test
    void answers_that_come_long_after_the_list_hold_up_no_newer_request() throws Exception {
        send(request(1, view("x").named("e1"), "p"));
        send(answer(1, 0, "x", "a", 1));
        harness.setProcessingTime(2_000);
        assertThat(items(Harness.take(harness))).containsExactly("e1[a]");
        send(request(2, view("y").named("e2")));

        assertThat(send(answer(1, 1, "p", "late", 9))).isEmpty();
        assertThat(items(send(answer(2, 0, "y", "b", 1)))).containsExactly("e2[b]");
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    @Test
    void an_answer_whose_request_is_long_gone_holds_nobody_up() throws Exception {
        send(answer(1, 1, "p", "ghost", 1));
        send(request(2, view("x").named("e2")));
        assertThat(items(send(answer(2, 0, "x", "a", 1)))).containsExactly("e2[a]");
        harness.setProcessingTime(5_000);
        assertNothingLeft();
    }

    @Test
    void a_list_carries_the_segments_and_says_which_rule_did_what() throws Exception {
        listed("green", "food/tea");
        send(answer(1, 0, "x", "a", 4, "green", 3));
        List<RecommendationList> lists =
                send(
                        inTeaSegment(
                                request(1, view("x").named("e1")),
                                Action.boost(2).in("food").by("more-food"),
                                Action.pin("offer").at(1).by("the-offer")));
        assertThat(items(lists)).containsExactly("e1[offer, green, a]");
        assertThat(lists.get(0).segments()).containsExactly("tea-lovers");
        assertThat(lists.get(0).items().get(0).reasons())
                .extracting(Reason::source, Reason::becauseOf)
                .containsExactly(tuple(Source.RULE, "the-offer"));
        assertThat(lists.get(0).items().get(1).reasons())
                .extracting(Reason::source, Reason::becauseOf)
                .contains(tuple(Source.RULE, "more-food"));
        assertNothingLeft();
    }

    @Test
    void rules_in_flight_and_the_facts_of_items_outlast_a_restart() throws Exception {
        listed("green", "food/tea");
        send(
                inTeaSegment(
                        request(1, view("x").named("e1"), "p"),
                        Action.keepOnly().in("food"),
                        Action.add("new").priority(1).by("r")));
        send(answer(1, 0, "x", "a", 4, "green", 3));
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement1(Answers.message(answer(1, 1, "p", "b", 1)), 0);
            List<RecommendationList> lists = List.copyOf(restored.extractOutputValues());
            assertThat(items(lists)).containsExactly("e1[green, new]");
            assertThat(lists.get(0).segments()).containsExactly("tea-lovers");
        }
    }

    @Test
    void a_category_rule_finds_what_is_popular_below_the_category() throws Exception {
        harness.processElement2(
                ShopUpdate.of(
                        new PopularItems(
                                "default", "food/tea", new String[] {"t1"}, new float[] {1})),
                0);
        harness.processElement2(
                ShopUpdate.of(
                        new PopularItems("default", "food", new String[] {"f1"}, new float[] {2})),
                0);
        harness.processElement2(
                ShopUpdate.of(
                        new PopularItems(
                                "default", "foodie", new String[] {"no"}, new float[] {3})),
                0);
        send(answer(1, 0, "x", "a", 4));
        assertThat(
                        items(
                                send(
                                        inTeaSegment(
                                                request(1, view("x").named("e1")),
                                                Action.add().in("food")))))
                .containsExactly("e1[a, f1, t1]");
    }

    @Test
    void the_least_recently_updated_facts_are_evicted_first_and_those_of_gone_items_at_once()
            throws Exception {
        listed("green", "food/tea");
        for (int i = 0; i < 99; i++) {
            listed("i" + i, "toys");
        }
        assertThat(factsKept()).isEqualTo(100);
        listed("green", "food/tea");
        listed("one more", "toys");
        listed("one more", "toys");
        assertThat(factsKept()).isEqualTo(100);
        send(answer(1, 0, "x", "i0", 9, "i1", 8, "green", 3));
        assertThat(
                        items(
                                send(
                                        inTeaSegment(
                                                request(1, view("x").named("e1")),
                                                Action.filter().in("toys")))))
                .containsExactly("e1[i0, green]");
        harness.processElement2(
                ShopUpdate.of(
                        new CatalogItem(
                                "default", "green", null, "food/tea", null, null, true, true)),
                0);
        assertThat(factsKept()).isEqualTo(99);
    }

    @Nested
    class NewItems {

        private void exploring() throws Exception {
            harness.close();
            RecommendSettings exploring =
                    Requests.rules(5, new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0, 0.4));
            harness =
                    Harness.of(
                            new Recommend(exploring, Harness.SMALL_CACHE),
                            PersonMessage::personKey,
                            null);
            harness.open();
            harness.setProcessingTime(0);
        }

        private void update(String site, String item, boolean removed) throws Exception {
            harness.processElement2(
                    ShopUpdate.of(
                            new CatalogItem(site, item, null, "tea", null, null, !removed, removed)
                                    .withTimes(0, NOON)),
                    0);
        }

        private List<String> list() throws Exception {
            send(answer(1, 0, "x", "a", 5, "b", 4, "c", 3, "d", 2, "e", 1));
            return items(send(request(1, view("x").named("e1"))));
        }

        @Test
        void one_that_comes_back_is_new_once() throws Exception {
            exploring();
            for (int time = 0; time < 3; time++) {
                update("default", "n1", false);
                update("default", "n1", true);
            }
            update("default", "n1", false);
            assertThat(list()).containsExactly("e1[a, b, c, d, n1]");
        }

        @Test
        void of_too_many_sites_the_least_recently_updated_is_evicted() throws Exception {
            exploring();
            update("default", "n1", false);
            for (int site = 0; site < 100; site++) {
                update("site" + site, "n" + site, false);
            }
            assertThat(list()).containsExactly("e1[a, b, c, d, e]");
        }
    }

    @Test
    void what_was_open_at_a_restart_is_answered_at_its_deadline_though_nothing_comes()
            throws Exception {
        send(request(1, view("x").named("e1"), "p"));
        send(answer(1, 0, "x", "b", 2));
        OperatorSubtaskState snapshot = Harness.checkpoint(harness);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            for (int millis = 100; millis <= 500; millis += 100) {
                restored.setProcessingTime(millis);
            }
            assertThat(Harness.take(restored)).isEmpty();
            restored.setProcessingTime(550);
            List<RecommendationList> lists = Harness.take(restored);
            assertThat(items(lists)).containsExactly("e1[b]");
            assertThat(lists.get(0).complete()).isFalse();
        }
    }
}
