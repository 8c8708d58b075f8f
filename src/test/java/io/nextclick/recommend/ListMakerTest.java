package io.nextclick.recommend;

import static io.nextclick.recommend.Requests.BY_STRENGTH;
import static io.nextclick.recommend.Requests.RULES;
import static io.nextclick.recommend.Requests.answer;
import static io.nextclick.recommend.Requests.owning;
import static io.nextclick.recommend.Requests.request;
import static io.nextclick.recommend.Requests.rules;
import static io.nextclick.recommend.Requests.viewing;
import static io.nextclick.testkit.Events.of;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.blend.Signal;
import io.nextclick.blend.Weights;
import io.nextclick.config.Settings;
import io.nextclick.event.EventType;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.recommend.Requests.FixedShop;
import io.nextclick.session.VisitSoFar;
import io.nextclick.testkit.Answers;
import io.nextclick.testkit.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ListMakerTest {

    private final ListMaker maker = new ListMaker(RULES);
    private final FixedShop shop = new FixedShop();

    private List<RecommendedItem> make(PersonEvent request, List<Candidates> answers, Shop shop) {
        return maker.make(request, answers, shop, BY_STRENGTH).items();
    }

    private static List<String> names(List<RecommendedItem> items) {
        return items.stream().map(RecommendedItem::itemId).toList();
    }

    @Test
    void scores_of_the_asked_items_add_up_and_older_ones_count_less() {
        List<RecommendedItem> list =
                make(
                        request(1, view("x"), "p"),
                        List.of(answer(1, 0, "x", "a", 2, "b", 1), answer(1, 1, "p", "b", 4)),
                        shop);
        assertThat(names(list)).containsExactly("b", "a");
        assertThat(list.get(0).score()).isEqualTo(0.6, within(1e-3));
    }

    @Test
    void each_item_says_why_the_strongest_reason_first() {
        List<RecommendedItem> list =
                make(
                        request(1, view("x"), "p"),
                        List.of(answer(1, 0, "x", "b", 1), answer(1, 1, "p", "b", 4)),
                        shop);
        assertThat(list.get(0).reasons()).extracting(Reason::becauseOf).containsExactly("p", "x");
        Reason strongest = list.get(0).reasons().get(0);
        assertThat(strongest.source()).isEqualTo(Source.SIMILAR_ITEM);
        assertThat(strongest.weight()).isEqualTo(list.get(0).score() * 2 / 3, within(1e-6));
    }

    @Test
    void the_order_in_which_answers_come_does_not_matter() {
        Random random = new Random(1);
        List<Candidates> answers = new ArrayList<>();
        for (int slot = 0; slot < 8; slot++) {
            answers.add(answer(1, slot, "p" + slot, "a", random.nextInt(3), "b", 1, "c" + slot, 1));
        }
        List<RecommendedItem> first = make(viewing("x"), answers, shop);
        java.util.Collections.reverse(answers);
        assertThat(names(make(viewing("x"), answers, shop))).isEqualTo(names(first));
    }

    @Test
    void equal_scores_are_in_order_of_the_ids() {
        List<RecommendedItem> list =
                make(viewing("x"), List.of(answer(1, 0, "x", "c", 1, "a", 1, "b", 1)), shop);
        assertThat(names(list)).containsExactly("a", "b", "c");
    }

    @Test
    void bought_and_unavailable_items_are_left_out_even_of_the_fallback() {
        shop.selling(null, "bought", "gone", "fine").without("gone");
        List<RecommendedItem> list =
                make(
                        owning(1, view("x"), new String[] {"bought"}),
                        List.of(answer(1, 0, "x", "bought", 9, "gone", 8, "a", 1)),
                        shop);
        assertThat(names(list)).containsExactly("a", "fine");
    }

    @Test
    void a_short_list_is_filled_from_the_category_and_then_from_the_site() {
        shop.selling("tea", "t1", "t2").selling(null, "s1", "t1", "s2", "s3");
        List<RecommendedItem> list =
                make(request(1, view("x").in("tea")), List.of(answer(1, 0, "x", "a", 1)), shop);
        assertThat(names(list)).containsExactly("a", "t1", "t2", "s1", "s2");
        assertThat(list)
                .extracting(item -> item.reasons().get(0).source())
                .containsExactly(
                        Source.SIMILAR_ITEM,
                        Source.POPULAR_IN_CATEGORY,
                        Source.POPULAR_IN_CATEGORY,
                        Source.POPULAR_ON_SITE,
                        Source.POPULAR_ON_SITE);
        assertThat(list)
                .extracting(RecommendedItem::score)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void the_category_that_the_item_knows_serves_where_the_event_has_none() {
        shop.selling("tea", "t1");
        Candidates answer = Answers.of("ann", 1, 0, "x", "tea", new String[0], new float[0]);
        assertThat(names(make(viewing("x"), List.of(answer), shop))).containsExactly("t1");
    }

    @Test
    void somebody_new_to_the_visit_gets_what_they_like_then_their_segments_then_the_site() {
        shop.selling("tea", "t1").selling("jam", "j1").sellingIn("new-visitors", "n1", "t1");
        shop.selling(null, "s1");
        PersonMetrics likesJam = new PersonMetrics(1, 1, 1, 1, 1, 1, 0, 0, 1, List.of("jam"));
        PersonEvent searched =
                Events.withMetrics(
                                VisitSoFar.of(
                                                List.of(
                                                        PastEvent.of(
                                                                of(EventType.FILTER, null)
                                                                        .in("tea")
                                                                        .event())),
                                                0,
                                                Settings.defaults().session())
                                        .event(
                                                "ann",
                                                1,
                                                of(EventType.LOGIN, null).event(),
                                                true,
                                                new String[0]),
                                likesJam)
                        .guided(List.of("new-visitors"), List.of());
        List<RecommendedItem> list = make(searched, List.of(), shop);
        assertThat(names(list)).containsExactly("t1", "j1", "n1", "s1");
        assertThat(list)
                .extracting(item -> item.reasons().get(0).source())
                .containsExactly(
                        Source.POPULAR_IN_CATEGORY,
                        Source.POPULAR_IN_CATEGORY,
                        Source.SEGMENT,
                        Source.POPULAR_ON_SITE);
        assertThat(list.get(2).reasons().get(0).becauseOf()).isEqualTo("new-visitors");
    }

    @Test
    void a_person_without_history_gets_what_is_popular() {
        shop.selling(null, "s1", "s2");
        List<RecommendedItem> list = make(request(1, of(EventType.LOGIN, null)), List.of(), shop);
        assertThat(names(list)).containsExactly("s1", "s2");
    }

    @Test
    void the_item_one_looks_at_is_no_fallback_but_better_than_nothing() {
        shop.selling(null, "x", "s1");
        assertThat(names(make(viewing("x"), List.of(), shop))).containsExactly("s1");
        FixedShop single = new FixedShop().selling(null, "x");
        ListMaker learned = new ListMaker(rules(SurfaceSettings.Repeats.LEARNED));
        assertThat(names(learned.make(viewing("x"), List.of(), single, BY_STRENGTH).items()))
                .containsExactly("x");
    }

    @Test
    void the_current_item_can_be_excluded() {
        List<Candidates> answers = List.of(answer(1, 0, "x", "x", 5, "a", 1));
        ListMaker learned = new ListMaker(rules(SurfaceSettings.Repeats.LEARNED));
        assertThat(names(learned.make(viewing("x"), answers, shop, BY_STRENGTH).items()))
                .containsExactly("x", "a");
        ListMaker excluding = new ListMaker(rules(SurfaceSettings.Repeats.NOT_CURRENT));
        assertThat(names(excluding.make(viewing("x"), answers, shop, BY_STRENGTH).items()))
                .containsExactly("a");
    }

    @Test
    void a_list_is_never_longer_than_asked_and_has_no_item_twice() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            FixedShop any = new FixedShop();
            any.selling(null, "i1", "i2", "i3", "i4", "i5", "i6").selling("tea", "i7", "i1");
            List<Candidates> answers = new ArrayList<>();
            for (int slot = 0; slot < random.nextInt(5); slot++) {
                answers.add(
                        answer(
                                1,
                                slot,
                                "p",
                                "i" + random.nextInt(5),
                                random.nextFloat(),
                                "j" + random.nextInt(5),
                                random.nextFloat()));
            }
            List<RecommendedItem> list = make(request(1, view("i1").in("tea")), answers, any);
            assertThat(list).hasSize(5).allMatch(item -> !item.reasons().isEmpty());
            assertThat(names(list)).doesNotHaveDuplicates();
        }
    }

    @Test
    void an_item_of_which_the_catalogue_tells_no_category_is_of_none() {
        shop.knowing("a", null, "acme", 2.0).listing("tea", "b");
        List<RecommendedItem> list =
                make(
                        request(1, view("x").in("tea")),
                        List.of(answer(1, 0, "x", "a", 2, "b", 1)),
                        shop);
        assertThat(names(list)).containsExactly("a", "b");
    }

    @Test
    void that_the_person_wanted_an_item_in_this_visit_says_nothing_of_what_others_want() {
        float[] byIntent = new float[Weights.COUNT];
        byIntent[Weights.place(Signal.INTENT)] = 1;
        Candidates answer =
                new Candidates(
                        "ann",
                        1,
                        0,
                        "x",
                        null,
                        10,
                        10,
                        new String[] {"p", "a", "b"},
                        new float[] {1, 1, 1},
                        new float[] {1, 1, 1},
                        new float[] {1, 1, 1},
                        new float[] {1, 1, 1},
                        new float[] {3, 0, 1});
        ListMaker learned = new ListMaker(rules(SurfaceSettings.Repeats.LEARNED));
        List<RecommendedItem> list =
                learned.make(request(1, view("x"), "p"), List.of(answer), shop, byIntent).items();
        assertThat(names(list)).containsExactly("b", "a", "p", "x");
        assertThat(list.get(2).score()).isEqualTo(list.get(1).score());
    }

    @Test
    void what_faded_to_nothing_is_no_candidate_without_a_reason() {
        List<RecommendedItem> list =
                make(
                        request(1, view("x"), "p"),
                        List.of(answer(1, 0, "x", "a", 1), answer(1, 1, "p", "b", Float.MIN_VALUE)),
                        shop);
        assertThat(names(list)).containsExactly("a");
        assertThat(list).allSatisfy(item -> assertThat(item.reasons()).isNotEmpty());
    }

    @Test
    void the_own_visits_of_a_visit_do_not_make_an_item_popular() {
        float[] byPopularity = new float[Weights.COUNT];
        byPopularity[Weights.place(Signal.POPULAR)] = 1;
        shop.selling(null, "a", "b");
        List<Candidates> answers = List.of(answer(1, 0, "x", "b", 1), answer(1, 1, "a", "b", 1));
        ListMaker maker = new ListMaker(Requests.rules(SurfaceSettings.Repeats.LEARNED));
        PersonEvent once = request(1, view("x"), "a");
        assertThat(names(maker.make(once, answers, shop, byPopularity).items()))
                .startsWith("a", "b");
        PersonEvent twice = passing(once, 0, 0);
        assertThat(names(maker.make(twice, answers, shop, byPopularity).items()))
                .startsWith("b", "a");
    }

    /** The same by a visit that came to its recent items in this order, the newest first. */
    private static PersonEvent passing(PersonEvent request, int... places) {
        byte[] path = new byte[places.length];
        for (int i = 0; i < path.length; i++) {
            path[i] = (byte) places[i];
        }
        return new PersonEvent(
                request.personKey(),
                request.sequence(),
                request.event(),
                new PersonEvent.Visit(
                        request.recentItems(),
                        path,
                        path.length + 1,
                        true,
                        true,
                        new String[0],
                        new String[0]),
                request.person());
    }
}
