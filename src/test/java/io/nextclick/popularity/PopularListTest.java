package io.nextclick.popularity;

import static io.nextclick.testkit.Events.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.event.CatalogItem;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.testkit.Soak;
import java.util.Random;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.junit.jupiter.api.Test;

class PopularListTest {

    private static final long HALF_LIFE = 3_600_000;
    private static final PopularitySettings RULES =
            new PopularitySettings(HALF_LIFE, HALF_LIFE, 4, 3, 1_000);
    private static final PopularityRanking RANKING = new PopularityRanking(RULES);

    private final PopularList list = new PopularList();

    private static PopularityChange visit(String item, long millis) {
        return new PopularityChange("default", "tea", item, 1, millis, true);
    }

    private static PopularityChange catalogue(String item, boolean available) {
        return new PopularityChange("default", "tea", item, 0, 0, available);
    }

    private String[] best() {
        return RANKING.best(list).items();
    }

    @Test
    void more_and_newer_visits_come_first() {
        RANKING.apply(visit("a", NOON), list);
        RANKING.apply(visit("a", NOON), list);
        RANKING.apply(visit("b", NOON), list);
        assertThat(best()).containsExactly("a", "b");
        RANKING.apply(visit("b", NOON + 3 * HALF_LIFE), list);
        PopularItems best = RANKING.best(list);
        assertThat(best.items()).containsExactly("b", "a");
        assertThat(best.scores()[1]).isEqualTo(0.25f, within(1e-6f));
        assertThat(best.scopeKey()).isEqualTo("default/tea");
    }

    @Test
    void equal_visits_are_in_order_of_the_ids() {
        for (String item : new String[] {"c", "a", "b"}) {
            RANKING.apply(visit(item, NOON), list);
        }
        assertThat(best()).containsExactly("a", "b", "c");
    }

    @Test
    void catalogue_items_nobody_visited_stand_last() {
        RANKING.apply(catalogue("new", true), list);
        RANKING.apply(visit("seen", NOON), list);
        assertThat(best()).containsExactly("seen", "new");
    }

    @Test
    void an_unavailable_item_is_not_published_and_comes_back_with_its_visits() {
        RANKING.apply(visit("a", NOON), list);
        RANKING.apply(visit("a", NOON), list);
        RANKING.apply(visit("b", NOON), list);
        assertThat(RANKING.apply(catalogue("a", false), list)).isTrue();
        assertThat(best()).containsExactly("b");
        assertThat(RANKING.apply(visit("a", NOON), list)).isFalse();
        RANKING.apply(catalogue("a", true), list);
        assertThat(best()).containsExactly("a", "b");
    }

    private static PopularityChange leaving(String item) {
        return PopularityChange.of(
                        new CatalogItem("default", item, null, "new", null, null, true, false), "c")
                .get(0);
    }

    @Test
    void an_item_that_leaves_takes_its_visits_along() {
        RANKING.apply(visit("a", NOON), list);
        RANKING.apply(visit("b", NOON), list);
        RANKING.apply(catalogue("b", false), list);
        assertThat(RANKING.apply(leaving("a"), list)).isTrue();
        assertThat(RANKING.apply(leaving("b"), list)).isFalse();
        assertThat(RANKING.apply(leaving("x"), list)).isFalse();
        assertThat(list.weights).isEmpty();
        assertThat(list.unavailable).isEmpty();
        RANKING.apply(visit("b", NOON), list);
        assertThat(best()).containsExactly("b");
    }

    @Test
    void a_full_list_gives_up_an_unavailable_item_first_and_then_the_weakest() {
        for (String item : new String[] {"a", "b", "c", "d"}) {
            RANKING.apply(visit(item, NOON), list);
            RANKING.apply(visit(item, NOON), list);
        }
        RANKING.apply(catalogue("b", false), list);
        RANKING.apply(visit("e", NOON), list);
        assertThat(list.weights).containsOnlyKeys("a", "c", "d", "e");
        RANKING.apply(visit("f", NOON), list);
        assertThat(list.weights).containsOnlyKeys("a", "c", "d", "f");
    }

    @Test
    void the_catalogue_alone_does_not_push_out_what_people_look_at() {
        for (String item : new String[] {"a", "b", "c", "d"}) {
            RANKING.apply(visit(item, NOON), list);
        }
        assertThat(RANKING.apply(catalogue("new", true), list)).isFalse();
        assertThat(list.weights).containsOnlyKeys("a", "b", "c", "d");
    }

    @Test
    void whatever_comes_the_list_stays_bounded_and_finite() {
        Random random = new Random(4);
        for (int i = 0; i < Soak.runs(50_000); i++) {
            String item = "i" + random.nextInt(30);
            RANKING.apply(
                    random.nextBoolean()
                            ? visit(item, NOON + i * HALF_LIFE / 10)
                            : catalogue(item, random.nextBoolean()),
                    list);
            assertThat(list.weights.size() + list.unavailable.size()).isLessThanOrEqualTo(4);
        }
        assertThat(list.weights.values()).allMatch(Float::isFinite);
    }

    @Test
    void which_of_equally_weak_items_leaves_does_not_depend_on_a_restore() throws Exception {
        TypeSerializer<PopularList> stored =
                TypeInformation.of(PopularList.class).createSerializer(new SerializerConfigImpl());
        PopularList restored = new PopularList();
        Random random = new Random(5);
        for (int i = 0; i < Soak.runs(5_000, 1_000); i++) {
            String item = "i" + random.nextInt(50);
            PopularityChange change =
                    random.nextInt(4) > 0
                            ? visit(item, NOON)
                            : catalogue(item, random.nextBoolean());
            RANKING.apply(change, list);
            RANKING.apply(change, restored);
            restored = stored.copy(restored);
            assertThat(restored).usingRecursiveComparison().isEqualTo(list);
        }
    }

    @Test
    void of_equally_weak_items_the_last_of_the_ranking_leaves() {
        for (String item : new String[] {"d", "b", "a", "c"}) {
            RANKING.apply(visit(item, NOON), list);
        }
        RANKING.apply(visit("e", NOON), list);
        assertThat(list.weights).containsOnlyKeys("a", "b", "c", "e");
    }
}
