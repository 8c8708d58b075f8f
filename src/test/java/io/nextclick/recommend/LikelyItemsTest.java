package io.nextclick.recommend;

import static io.nextclick.recommend.Requests.RULES;
import static io.nextclick.recommend.Requests.answer;
import static io.nextclick.recommend.Requests.request;
import static io.nextclick.recommend.Requests.viewing;
import static io.nextclick.testkit.Events.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.blend.Signal;
import io.nextclick.blend.Weights;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.recommend.Requests.FixedShop;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Items that so many visit that they are candidates of every list. */
class LikelyItemsTest {

    private final FixedShop shop = new FixedShop();

    private static PopularItems site(float... scores) {
        return new PopularItems("default", null, new String[] {"hot", "warm"}, scores);
    }

    private List<RecommendedItem> ranked(PersonEvent request) {
        float[] byPopularity = new float[Weights.COUNT];
        byPopularity[Weights.place(Signal.POPULAR)] = 1;
        return new ListMaker(RULES)
                .make(request, List.of(answer(1, 0, "x", "a", 1)), shop, byPopularity)
                .items();
    }

    private static List<String> names(List<RecommendedItem> items) {
        return items.stream().map(RecommendedItem::itemId).toList();
    }

    @Test
    void an_item_with_a_hundredth_of_many_visits_is_ranked_with_those_that_items_name() {
        shop.selling(site(100, 2));
        List<RecommendedItem> list = ranked(viewing("x"));
        assertThat(names(list)).containsExactly("hot", "a", "warm");
        assertThat(list.get(0).reasons())
                .containsExactly(new Reason(Source.POPULAR_ON_SITE, null, list.get(0).score()));
    }

    @Test
    void a_share_of_few_visits_is_none() {
        shop.selling(site(5, 1));
        assertThat(names(ranked(viewing("x")))).containsExactly("a", "hot", "warm");
    }

    @Test
    void where_the_category_says_more_the_site_fills_up_alone() {
        shop.selling(site(100, 2)).selling("tea", "t1");
        assertThat(names(ranked(request(1, view("x").in("tea")))))
                .containsExactly("a", "t1", "hot", "warm");
    }
}
