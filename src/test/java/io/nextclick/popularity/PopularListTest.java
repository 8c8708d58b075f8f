package io.nextclick.popularity;

import static io.nextclick.testkit.Events.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PopularListTest {

    private static final long HALF_LIFE = 3_600_000;
    private static final PopularityRules RULES = new PopularityRules(HALF_LIFE, 4, 3, 1_000);

    private final PopularList list = new PopularList();

    private static PopularityChange visit(String item, long millis) {
        return new PopularityChange("default", "tea", item, 1, millis, true);
    }

    private static PopularityChange catalogue(String item, boolean available) {
        return new PopularityChange("default", "tea", item, 0, 0, available);
    }

    private String[] best() {
        return list.best(RULES).items();
    }

    @Test
    void more_and_newer_visits_come_first() {
        list.apply(visit("a", NOON), RULES);
        list.apply(visit("a", NOON), RULES);
        list.apply(visit("b", NOON), RULES);
        assertThat(best()).containsExactly("a", "b");
        list.apply(visit("b", NOON + 3 * HALF_LIFE), RULES);
        PopularItems best = list.best(RULES);
        assertThat(best.items()).containsExactly("b", "a");
        assertThat(best.scores()[1]).isEqualTo(0.25f, within(1e-6f));
        assertThat(best.scopeKey()).isEqualTo("default/tea");
    }

    @Test
    void equal_visits_are_in_order_of_the_ids() {
        for (String item : new String[] {"c", "a", "b"}) {
            list.apply(visit(item, NOON), RULES);
        }
        assertThat(best()).containsExactly("a", "b", "c");
    }

    @Test
    void catalogue_items_nobody_visited_stand_last() {
        list.apply(catalogue("new", true), RULES);
        list.apply(visit("seen", NOON), RULES);
        assertThat(best()).containsExactly("seen", "new");
    }

    @Test
    void an_unavailable_item_is_not_published_and_comes_back_with_its_visits() {
        list.apply(visit("a", NOON), RULES);
        list.apply(visit("a", NOON), RULES);
        list.apply(visit("b", NOON), RULES);
        assertThat(list.apply(catalogue("a", false), RULES)).isTrue();
        assertThat(best()).containsExactly("b");
        assertThat(list.apply(visit("a", NOON), RULES)).isFalse();
        list.apply(catalogue("a", true), RULES);
        assertThat(best()).containsExactly("a", "b");
    }

    @Test
    void a_full_list_gives_up_an_unavailable_item_first_and_then_the_weakest() {
        for (String item : new String[] {"a", "b", "c", "d"}) {
            list.apply(visit(item, NOON), RULES);
            list.apply(visit(item, NOON), RULES);
        }
        list.apply(catalogue("b", false), RULES);
        list.apply(visit("e", NOON), RULES);
        assertThat(list.weights).containsOnlyKeys("a", "c", "d", "e");
        list.apply(visit("f", NOON), RULES);
        assertThat(list.weights).containsOnlyKeys("a", "c", "d", "f");
    }

    @Test
    void the_catalogue_alone_does_not_push_out_what_people_look_at() {
        for (String item : new String[] {"a", "b", "c", "d"}) {
            list.apply(visit(item, NOON), RULES);
        }
        assertThat(list.apply(catalogue("new", true), RULES)).isFalse();
        assertThat(list.weights).containsOnlyKeys("a", "b", "c", "d");
    }

    @Test
    void whatever_comes_the_list_stays_bounded_and_finite() {
        Random random = new Random(4);
        for (int i = 0; i < 50_000; i++) {
            String item = "i" + random.nextInt(30);
            list.apply(
                    random.nextBoolean()
                            ? visit(item, NOON + i * HALF_LIFE / 10)
                            : catalogue(item, random.nextBoolean()),
                    RULES);
            assertThat(list.weights.size() + list.unavailable.size()).isLessThanOrEqualTo(4);
        }
        assertThat(list.weights.values()).allMatch(Float::isFinite);
    }
}
