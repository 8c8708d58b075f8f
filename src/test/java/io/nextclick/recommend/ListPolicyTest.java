package io.nextclick.recommend;

import static io.nextclick.recommend.Requests.BY_STRENGTH;
import static io.nextclick.recommend.Requests.answer;
import static io.nextclick.recommend.Requests.dismissing;
import static io.nextclick.recommend.Requests.request;
import static io.nextclick.recommend.Requests.rules;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.blend.BlendModel;
import io.nextclick.blend.LearningSettings;
import io.nextclick.blend.TrainingExample;
import io.nextclick.event.Surface;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.recommend.Requests.FixedShop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a surface wants of a list: repeats, diversity and new items. */
class ListPolicyTest {

    private static final List<Candidates> ANSWERS =
            List.of(
                    answer(1, 0, "x", "x", 9, "a", 8, "b", 7, "c", 6, "d", 5, "e", 4, "f", 3),
                    answer(1, 1, "p", "p", 9));

    private final FixedShop shop = new FixedShop();

    private List<String> list(SurfaceSettings surface) {
        PersonEvent request = request(1, view("x"), "p");
        return new ListMaker(rules(5, surface))
                .make(request, ANSWERS, shop, BY_STRENGTH).items().stream()
                        .map(RecommendedItem::itemId)
                        .toList();
    }

    private static SurfaceSettings plain(SurfaceSettings.Repeats repeats) {
        return new SurfaceSettings(repeats, 0, 0);
    }

    @Test
    void the_visits_items_are_in_the_list_as_the_surface_wants_them() {
        assertThat(list(plain(SurfaceSettings.Repeats.LEARNED)))
                .containsExactly("x", "a", "b", "c", "d");
        assertThat(list(plain(SurfaceSettings.Repeats.NOT_CURRENT)))
                .contains("p")
                .doesNotContain("x");
        assertThat(list(plain(SurfaceSettings.Repeats.NONE)))
                .containsExactly("a", "b", "c", "d", "e");
    }

    @ParameterizedTest
    @CsvSource({"home,HOME", "Product,ITEM", "checkout,CART", "search,OTHER", ",OTHER"})
    void a_page_type_is_of_a_surface(String pageType, Surface surface) {
        assertThat(Surface.of(pageType)).isEqualTo(surface);
    }

    @Test
    void a_diverse_list_does_not_begin_with_one_category() {
        shop.listing("food/tea", "a", "b", "c").listing("food/jam", "d").listing("toys", "e");
        SurfaceSettings none = plain(SurfaceSettings.Repeats.NONE);
        assertThat(list(none)).startsWith("a", "b", "c");
        SurfaceSettings diverse = new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0.6, 0);
        assertThat(list(diverse).subList(0, 3)).containsExactly("a", "e", "f");
        assertThat(list(diverse)).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void scores_never_rise_down_a_diverse_list() {
        shop.listing("food/tea", "a", "b", "c").listing("toys", "e");
        SurfaceSettings diverse = new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0.6, 0);
        List<RecommendedItem> items =
                new ListMaker(rules(5, diverse))
                        .make(request(1, view("x"), "p"), ANSWERS, shop, BY_STRENGTH)
                        .items();
        assertThat(items)
                .extracting(RecommendedItem::score)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    }

    @Test
    void a_new_item_is_drawn_as_often_as_its_list_says() {
        // n3 and n4 are not to be had, and b is in the list already: who comes next is drawn more
        // often.
        shop.fresh("n1", "n2", "n3", "n4", "n5", "b", "n6").without("n3", "n4");
        Map<String, Double> chances =
                Map.of("n1", 1 / 7.0, "n2", 1 / 7.0, "n5", 3 / 7.0, "n6", 2 / 7.0);
        SurfaceSettings exploring = new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0, 0.2);
        ListMaker maker = new ListMaker(rules(5, exploring));
        int lists = 7_000;
        Map<String, Integer> drawn = new HashMap<>();
        for (int i = 0; i < lists; i++) {
            PersonEvent request = request(1, view("x").named("event-" + i), "p");
            List<RecommendedItem> items = maker.make(request, ANSWERS, shop, BY_STRENGTH).items();
            assertThat(items.subList(0, 4)).allMatch(item -> item.chance() == 1);
            RecommendedItem explored = items.get(4);
            assertThat(explored.chance()).isEqualTo(chances.get(explored.itemId()), within(1e-12));
            drawn.merge(explored.itemId(), 1, Integer::sum);
        }
        double statistic = 0;
        for (Map.Entry<String, Double> each : chances.entrySet()) {
            double expected = lists * each.getValue();
            statistic += Math.pow(drawn.get(each.getKey()) - expected, 2) / expected;
        }
        assertThat(ChiSquaredDistribution.of(chances.size() - 1).survivalProbability(statistic))
                .isGreaterThan(0.01);
    }

    @Test
    void the_order_of_two_neighbours_is_drawn_but_not_against_a_rule() {
        SurfaceSettings swapping =
                new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0, 0).withSwaps(1);
        ListMaker maker = new ListMaker(rules(5, swapping));
        ListMaker plain =
                new ListMaker(rules(5, new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0, 0)));
        int changed = 0;
        for (int i = 0; i < 100; i++) {
            PersonEvent request = request(1, view("x").named("event-" + i), "p");
            MadeList made = maker.make(request, ANSWERS, shop, BY_STRENGTH);
            List<String> ranked = itemsOf(plain.make(request, ANSWERS, shop, BY_STRENGTH));
            int upper = made.drawnPlace();
            assertThat(upper).isBetween(1, 4);
            changed += itemsOf(made).equals(ranked) ? 0 : 1;
            assertThat(itemsOf(made)).containsExactlyInAnyOrderElementsOf(ranked);

            PersonEvent pinned = request.guided(List.of(), List.of(Action.pin("p").build()));
            assertThat(maker.make(pinned, ANSWERS, shop, BY_STRENGTH).drawnPlace()).isZero();
        }
        assertThat(changed).isBetween(30, 70);
    }

    private static List<String> itemsOf(MadeList made) {
        return made.items().stream().map(RecommendedItem::itemId).toList();
    }

    @Test
    void the_only_new_item_is_certain() {
        shop.fresh("n1", "n2", "n3").without("n1", "n3");
        SurfaceSettings exploring = new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0, 0.4);
        List<RecommendedItem> items =
                new ListMaker(rules(5, exploring))
                        .make(request(1, view("x"), "p"), ANSWERS, shop, BY_STRENGTH)
                        .items();
        assertThat(items).extracting(RecommendedItem::itemId).endsWith("n2").hasSize(5);
        assertThat(items).extracting(RecommendedItem::chance).containsOnly(1.0);
    }

    @Test
    void the_last_places_go_to_new_items_and_say_so() {
        shop.fresh("n1", "n2", "n3");
        SurfaceSettings exploring = new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0, 0.4);
        PersonEvent request = request(1, view("x"), "p");
        List<RecommendedItem> items =
                new ListMaker(rules(5, exploring))
                        .make(request, ANSWERS, shop, BY_STRENGTH)
                        .items();
        assertThat(items).hasSize(5);
        assertThat(items.subList(0, 3))
                .extracting(RecommendedItem::itemId)
                .containsExactly("a", "b", "c");
        assertThat(items.subList(3, 5))
                .allSatisfy(
                        item -> {
                            assertThat(item.itemId()).startsWith("n");
                            assertThat(item.reasons().get(0).source()).isEqualTo(Source.NEW_ITEM);
                        });
        assertThat(
                        new ListMaker(rules(5, exploring))
                                .make(request, ANSWERS, shop, BY_STRENGTH)
                                .items())
                .as("a repeated event gets the same list")
                .isEqualTo(items);
    }

    @Test
    void places_for_which_there_is_no_new_item_stay_with_the_others() {
        shop.fresh("n1", "x", "a");
        SurfaceSettings exploring = new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0, 0.4);
        assertThat(list(exploring)).containsExactly("a", "b", "c", "d", "n1");
    }

    @Test
    void what_was_taken_out_of_the_cart_is_not_shown_again() {
        PersonEvent dismissing = dismissing(request(1, view("x")), "a");
        ListMaker maker = new ListMaker(rules(5, plain(SurfaceSettings.Repeats.NONE)));
        assertThat(maker.make(dismissing, ANSWERS, shop, BY_STRENGTH).items())
                .extracting(RecommendedItem::itemId)
                .doesNotContain("a")
                .startsWith("b");
    }

    @Test
    void a_blend_does_not_learn_from_an_item_that_the_surface_leaves_out() {
        ListMaker maker = new ListMaker(rules(5, plain(SurfaceSettings.Repeats.NOT_CURRENT)));
        PersonEvent request = request(1, view("x"), "p");
        TrainingExample example = maker.make(request, ANSWERS, shop, BY_STRENGTH).example();
        BlendModel model = new BlendModel();
        assertThat(model.learn(example, "x", 1, LearningSettings.DEFAULT)).isFalse();
        assertThat(model.learn(example, "p", 1, LearningSettings.DEFAULT)).isTrue();
    }
}
