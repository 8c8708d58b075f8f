package io.nextclick.recommend;

import static io.nextclick.recommend.Requests.RULES;
import static io.nextclick.recommend.Requests.answer;
import static io.nextclick.recommend.Requests.viewing;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.blend.Signal;
import io.nextclick.blend.Weights;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.recommend.Requests.FixedShop;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the current item's category gives to a list. */
class CategoryCandidatesTest {

    private final FixedShop shop = new FixedShop();

    private static List<String> names(List<RecommendedItem> items) {
        return items.stream().map(RecommendedItem::itemId).toList();
    }

    /** Weights of one signal alone. */
    private static float[] by(Signal signal) {
        float[] weights = new float[Weights.COUNT];
        weights[Weights.place(signal)] = 1;
        return weights;
    }

    private static List<String> ranked(PersonEvent request, Shop shop, Signal signal) {
        ListMaker maker = new ListMaker(RULES);
        return names(maker.make(request, List.of(answer(1, 0, "x")), shop, by(signal)).items());
    }

    @Test
    void items_of_the_category_are_ranked_by_the_blend() {
        shop.selling("tea", "t1", "t2", "t3");
        shop.knowing("x", "tea", "acme", 10.0).knowing("t1", "tea", "other", 20.0);
        shop.knowing("t2", "tea", "acme", 15.0).knowing("t3", "tea", null, 10.0);
        assertThat(ranked(viewing("x"), shop, Signal.IN_CATEGORY)).startsWith("t1", "t2", "t3");
        assertThat(ranked(viewing("x"), shop, Signal.BRAND)).startsWith("t2");
        assertThat(ranked(viewing("x"), shop, Signal.PRICE)).startsWith("t3", "t2", "t1");
    }

    @Test
    void prices_of_different_currencies_are_not_compared() {
        shop.selling("tea", "a", "b").knowing("x", "tea", null, 10.0);
        shop.knowing("a", new ItemFacts("tea", null, 10.0, "USD"));
        shop.knowing("b", new ItemFacts("tea", null, 15.0, "EUR"));
        assertThat(ranked(viewing("x"), shop, Signal.PRICE)).startsWith("b", "a");
    }

    @Test
    void of_a_large_category_those_most_alike_are_candidates() {
        String[] many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = "t" + i;
            shop.knowing(many[i], "tea", i % 10 == 7 ? "acme" : "other", null);
        }
        shop.knowing("x", "tea", "acme", null).selling("tea", many);
        ListMaker maker =
                new ListMaker(
                        Requests.rules(
                                15, new SurfaceSettings(SurfaceSettings.Repeats.NONE, 0, 0)));
        List<RecommendedItem> list =
                maker.make(viewing("x"), List.of(answer(1, 0, "x")), shop, by(Signal.BRAND))
                        .items();
        assertThat(names(list).subList(0, 10))
                .containsExactlyInAnyOrder(
                        "t7", "t17", "t27", "t37", "t47", "t57", "t67", "t77", "t87", "t97");
        assertThat(list.get(9).reasons())
                .containsExactly(
                        new Reason(Source.POPULAR_IN_CATEGORY, "tea", list.get(9).score()));
    }

    @Test
    void a_new_item_with_a_record_has_its_place_before_its_first_visit() {
        PopularItems category =
                new PopularItems("default", "tea", new String[] {"old", "new"}, new float[] {5, 0});
        shop.knowing("x", "tea", "acme", 9.0).knowing("new", "tea", "acme", 9.0);
        shop.selling(category);
        List<Candidates> answers = List.of(answer(1, 0, "x"));
        assertThat(
                        names(
                                new ListMaker(RULES)
                                        .make(viewing("x"), answers, shop, Weights.initial())
                                        .items()))
                .startsWith("new", "old");
    }

    @Test
    void a_category_is_looked_at_anew_after_some_lists() {
        ListMaker maker = new ListMaker(RULES);
        String[] many = new String[40];
        for (int i = 0; i < many.length; i++) {
            many[i] = "t" + i;
        }
        shop.selling("tea", many).knowing("x", "tea", null, null);
        List<Candidates> answers = List.of(answer(1, 0, "x"));
        float[] weights = by(Signal.IN_CATEGORY);
        assertThat(names(maker.make(viewing("x"), answers, shop, weights).items())).contains("t0");
        many = many.clone();
        many[0] = "other";
        shop.selling("tea", many);
        for (int list = 1; list < 5; list++) {
            assertThat(names(maker.make(viewing("x"), answers, shop, weights).items()))
                    .as("list %d", list)
                    .doesNotContain("other");
        }
        assertThat(names(maker.make(viewing("x"), answers, shop, weights).items()))
                .startsWith("other");
    }
}
