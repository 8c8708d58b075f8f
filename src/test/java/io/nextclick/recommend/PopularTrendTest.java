package io.nextclick.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.flow.PopularItems;
import org.junit.jupiter.api.Test;

/** What changes from one list of popular items to a later one. */
class PopularTrendTest {

    private static final long HOUR = 3_600_000;

    private final PopularTrend trend = new PopularTrend();
    private long now = 1_600_000_000_000L;

    private float[] take(String[] items, float... scores) {
        float[] rises = new float[items.length + 1];
        trend.take(new PopularItems("s", null, null, now, items, scores), rises, 1);
        assertThat(rises[0]).isZero();
        return java.util.Arrays.copyOfRange(rises, 1, rises.length);
    }

    private static String[] items(String... items) {
        return items;
    }

    private static float rise(double share, double mean) {
        return (float) Math.log((2e-3 + share) / (2e-3 + mean));
    }

    @Test
    void nothing_rises_in_the_first_list() {
        assertThat(take(items("a", "b"), 3, 1)).containsOnly(new float[] {0, 0}, within(1e-3f));
    }

    @Test
    void a_share_is_compared_with_its_mean_of_an_hour() {
        take(items("a", "b"), 3, 1);
        now += HOUR;
        float[] rises = take(items("b", "a"), 3, 1);
        assertThat(rises[0]).isEqualTo(rise(0.75, 0.5), within(1e-3f));
        assertThat(rises[1]).isEqualTo(rise(0.25, 0.5), within(1e-3f));
    }

    @Test
    void a_new_item_rises_and_one_that_left_is_compared_with_what_is_left() {
        take(items("a"), 1);
        now += HOUR;
        assertThat(take(items("b"), 1)[0]).isEqualTo(rise(1, 0.5), within(1e-3f));
        now += HOUR;
        assertThat(take(items("a"), 1)[0]).isEqualTo(rise(1, 0.75), within(1e-3f));
    }

    @Test
    void a_list_of_no_later_time_changes_no_mean() {
        take(items("a", "b"), 1, 1);
        float[] rises = take(items("a", "b"), 3, 1);
        assertThat(rises[0]).isEqualTo(rise(0.75, 0.5), within(1e-3f));
        now -= HOUR;
        assertThat(take(items("a", "b"), 1, 1)[0]).isEqualTo(0, within(1e-3f));
    }

    @Test
    void means_of_items_that_left_long_ago_are_forgotten() {
        for (int i = 0; i < 1_000; i++) {
            now += HOUR;
            take(items("a" + i), 1);
        }
        assertThat(trend.remembered()).isLessThan(30);
    }
}
