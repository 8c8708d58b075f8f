package io.nextclick.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.avro.FeedbackMetrics;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedbackWatcherTest {

    private final FeedbackWatcher watcher = new FeedbackWatcher();

    private void count(String key, long minute, long shown, long clicked) throws Exception {
        count(key, null, minute, shown, clicked);
    }

    private void count(String key, @Nullable String segment, long minute, long shown, long clicked)
            throws Exception {
        FeedbackMetrics metrics =
                FeedbackMetrics.newBuilder()
                        .setSite("default")
                        .setSurface(key.split("/", -1)[1])
                        .setMinute(Instant.ofEpochSecond(60 * minute))
                        .setListsShown(shown)
                        .setListsClicked(clicked)
                        .setRevenue(List.of())
                        .setShownByPosition(List.of())
                        .setClicksByPosition(List.of())
                        .setSegment(segment)
                        .build();
        watcher.accept(key, FeedbackMetrics.getEncoder().encode(metrics).array());
    }

    @Test
    void without_a_record_nothing_was_measured() throws Exception {
        assertThat(watcher.inWords()).startsWith("-  (");
        count("default/item", 1, 0, 1);
        watcher.accept("default/item", null);
        assertThat(watcher.inWords()).startsWith("-  (");
    }

    @Test
    void minutes_and_arms_of_a_surface_add_up() throws Exception {
        count("default/item", 1, 100, 10);
        count("default/item", 2, 100, 20);
        count("default/item/a", 2, 800, 70);
        count("default/cart", 2, 1, 0);
        assertThat(watcher.inWords()).isEqualTo("cart 0.0 % of 1, item 10.0 % of 1,000");
    }

    @Test
    void lists_of_a_segment_are_among_all_lists_and_are_not_added_to_them() throws Exception {
        count("default/item", 1, 100, 10);
        count("default/item//new", "new", 1, 60, 9);
        assertThat(watcher.inWords()).isEqualTo("item 10.0 % of 100");
    }

    @Test
    void a_record_of_a_minute_that_comes_again_replaces_it() throws Exception {
        count("default/item", 1, 50, 5);
        count("default/item", 1, 100, 10);
        count("default/item", 2, -50, 0);
        assertThat(watcher.inWords()).isEqualTo("item 20.0 % of 50");
    }
}
