package io.nextclick.popularity;

import static io.nextclick.testkit.Events.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.flow.PopularityChange;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which half-life a popularity list has is found out from its visits. */
class RecentVisitsTest {

    private static final long MINUTE = 60_000;
    private static final PopularityRanking RANKING =
            new PopularityRanking(
                    new PopularitySettings(1_440 * MINUTE, 5 * MINUTE, 50, 20, 1_000));

    private final PopularList list = new PopularList();
    private final Random random = new Random(1);
    private long now = NOON;

    private void visit(String item) {
        RANKING.apply(change(item, 1, now), list);
    }

    private static PopularityChange change(String item, double weight, long millis) {
        return new PopularityChange("default", null, item, (float) weight, millis, true);
    }

    private void available(String item, boolean available) {
        RANKING.apply(new PopularityChange("default", null, item, 0, now, available), list);
    }

    /** Everybody reads the article of the quarter of an hour. */
    private void news(int minutes) {
        for (int i = 0; i < minutes * 20; i++) {
            now += MINUTE / 20;
            long quarter = now / (15 * MINUTE);
            visit("article-" + (quarter - random.nextInt(3)));
        }
    }

    /** A visit every three minutes, of what has always been liked. */
    private void slowShop(int visits) {
        for (int i = 0; i < visits; i++) {
            now += 3 * MINUTE;
            visit("lamp-" + Math.abs((int) (random.nextGaussian() * 5)));
        }
    }

    @Test
    void news_are_ranked_by_minutes() {
        news(180);
        assertThat(list.recent.serve).isTrue();
        long quarter = now / (15 * MINUTE);
        assertThat(RANKING.best(list).items()[0])
                .startsWith("article-")
                .isIn("article-" + quarter, "article-" + (quarter - 1));
        assertThat(RANKING.best(list).scores()[0]).isPositive().isLessThan(200);
    }

    @Test
    void a_slow_shop_is_ranked_by_days() {
        slowShop(3_000);
        assertThat(list.recent.serve).isFalse();
        assertThat(RANKING.best(list).items()[0]).isIn("lamp-0", "lamp-1");
    }

    @Test
    void few_visits_decide_nothing() {
        news(RecentRanking.EVERY * RecentRanking.FEWEST / 20 - 1);
        assertThat(list.recent.serve).isFalse();
    }

    @Test
    void a_list_whose_visits_have_become_others_changes_its_half_life() {
        news(180);
        assertThat(list.recent.serve).isTrue();
        slowShop(8 * 1_500);
        assertThat(list.recent.serve).isFalse();
    }

    @Test
    void what_is_not_available_is_not_published_and_comes_back() {
        news(180);
        String best = RANKING.best(list).items()[0];
        available(best, false);
        assertThat(RANKING.best(list).items()).doesNotContain(best);
        visit(best);
        assertThat(RANKING.best(list).items()).doesNotContain(best);
        available(best, true);
        assertThat(RANKING.best(list).items()).contains(best);
        visit(best);
        assertThat(list.recent.weights).containsKey(best);
    }

    @Test
    void catalogue_items_that_nobody_visited_stand_last() {
        news(180);
        available("new", true);
        assertThat(RANKING.best(list).items()).endsWith("new");
    }

    @Test
    void what_is_taken_back_was_never_there() {
        news(30);
        long then = now;
        visit("moved");
        news(20);
        RANKING.apply(change("moved", -1, then), list);
        assertThat(list.recent.weights).doesNotContainKey("moved");
        assertThat(list.weights).doesNotContainKey("moved");
    }

    @Test
    void a_visit_of_long_ago_is_none() {
        news(30);
        RANKING.apply(change("late", 1, now - 200 * MINUTE), list);
        assertThat(list.recent.weights).doesNotContainKey("late");
        assertThat(list.weights).containsKey("late");
    }

    @Test
    void both_are_bounded_and_finite_whatever_comes() {
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(10) == 0 ? 100 * MINUTE : 1_000;
            visit("item-" + random.nextInt(500));
            assertThat(list.recent.weights.size()).isLessThanOrEqualTo(50);
        }
        assertThat(list.recent.weights.values()).allMatch(Float::isFinite);
        assertThat(list.recent.advantage).isFinite();
    }
}
