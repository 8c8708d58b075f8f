package io.nextclick.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nextclick.testkit.Harness;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class CountFeedbackTest {

    private static final long MINUTE = FeedbackCounts.MINUTE_MILLIS;

    private static KeyedOneInputStreamOperatorTestHarness<String, FeedbackDelta, FeedbackMetrics>
            harness() throws Exception {
        return Harness.of(new CountFeedback(Harness.SMALL_CACHE), FeedbackDelta::key);
    }

    private static Feedback feedback(String list, long clickedMillis, long revenueMicros) {
        ItemFeedback tea =
                new ItemFeedback(
                        "tea",
                        2,
                        true,
                        0,
                        clickedMillis,
                        clickedMillis == 0 ? 0 : 700,
                        clickedMillis != 0,
                        0,
                        revenueMicros == 0 ? 0 : 1,
                        revenueMicros,
                        revenueMicros == 0 ? null : "EUR",
                        0);
        return new Feedback(
                "ann", list, "home", "", 0, 0, List.of(), 1, 9, false, false, List.of(tea));
    }

    private static FeedbackDelta change(Feedback before, Feedback after) {
        return FeedbackDelta.between(before, after);
    }

    @Test
    void a_minute_has_the_sum_of_its_changes() throws Exception {
        try (var counts = harness()) {
            counts.open();
            counts.setProcessingTime(3 * MINUTE + 5);
            counts.processElement(change(null, feedback("a", 0, 0)), 0);
            counts.processElement(change(null, feedback("b", 5, 0)), 0);
            counts.processElement(change(feedback("a", 0, 0), feedback("a", 6, 2_000_000)), 0);
            assertThat(counts.extractOutputValues()).isEmpty();

            counts.setProcessingTime(4 * MINUTE);
            FeedbackMetrics minute = Harness.take(counts).get(0);
            assertThat(minute.key()).isEqualTo("default/home");
            assertThat(minute.minuteMillis()).isEqualTo(3 * MINUTE);
            assertThat(minute.count(FeedbackCount.LISTS_SHOWN)).isEqualTo(2);
            assertThat(minute.count(FeedbackCount.ITEMS_SHOWN)).isEqualTo(2);
            assertThat(minute.count(FeedbackCount.CLICKS)).isEqualTo(2);
            assertThat(minute.count(FeedbackCount.LISTS_CLICKED)).isEqualTo(2);
            assertThat(minute.count(FeedbackCount.DWELL_MILLIS)).isEqualTo(1_400);
            assertThat(minute.count(FeedbackCount.BOUNCES)).isEqualTo(2);
            assertThat(minute.count(FeedbackCount.ORDERS)).isEqualTo(1);
            assertThat(minute.change().shownByPosition()[1]).isEqualTo(2);
            assertThat(minute.change().clicksByPosition()[1]).isEqualTo(2);
            assertThat(minute.change().currencies()).containsExactly("EUR");
            assertThat(minute.change().revenueMicros()).containsExactly(2_000_000);
            assertThat(counts.numProcessingTimeTimers()).isZero();
            Harness.checkpoint(counts);
            assertThat(counts.numKeyedStateEntries()).as("nothing is left").isZero();
        }
    }

    @Test
    void what_is_taken_back_later_is_below_zero_in_its_own_minute() throws Exception {
        try (var counts = harness()) {
            counts.open();
            counts.setProcessingTime(0);
            counts.processElement(change(null, feedback("a", 5, 3_000_000)), 0);
            counts.setProcessingTime(MINUTE);
            counts.processElement(change(feedback("a", 5, 3_000_000), null), 0);
            counts.setProcessingTime(2 * MINUTE);
            List<FeedbackMetrics> minutes = Harness.take(counts);
            assertThat(minutes)
                    .extracting(each -> each.count(FeedbackCount.CLICKS))
                    .containsExactly(1L, -1L);
            assertThat(minutes)
                    .extracting(each -> each.change().revenueMicros()[0])
                    .containsExactly(3_000_000L, -3_000_000L);
        }
    }

    @Test
    void a_minute_in_which_everything_was_taken_back_is_not_emitted() throws Exception {
        try (var counts = harness()) {
            counts.open();
            counts.setProcessingTime(0);
            counts.processElement(change(null, feedback("a", 5, 0)), 0);
            counts.processElement(change(feedback("a", 5, 0), null), 0);
            counts.setProcessingTime(MINUTE);
            assertThat(counts.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void arms_are_counted_apart() throws Exception {
        try (var counts = harness()) {
            counts.open();
            counts.setProcessingTime(0);
            Feedback plain = feedback("a", 5, 0);
            Feedback bold =
                    new Feedback(
                            "shop/ann",
                            "b",
                            "home",
                            "bold",
                            0,
                            0,
                            List.of(),
                            1,
                            9,
                            false,
                            false,
                            plain.items());
            counts.processElement(change(null, plain), 0);
            counts.processElement(change(null, bold), 0);
            counts.setProcessingTime(MINUTE);
            assertThat(Harness.take(counts))
                    .extracting(FeedbackMetrics::key)
                    .containsExactlyInAnyOrder("default/home", "shop/home/bold");
        }
    }

    private static Feedback of(List<String> segments, String arm, long clickedMillis) {
        List<ItemFeedback> items = feedback("a", clickedMillis, 0).items();
        return new Feedback("ann", "a", "home", arm, 0, 0, segments, 1, 9, false, false, items);
    }

    @Test
    void a_list_counts_once_among_all_and_once_in_each_segment() throws Exception {
        try (var counts = harness()) {
            counts.open();
            counts.setProcessingTime(0);
            counts.processElement(change(null, of(List.of("new", "a/b"), "", 5)), 0);
            counts.processElement(change(null, of(List.of("new"), "", 0)), 0);
            counts.processElement(change(null, of(List.of(), "", 0)), 0);
            counts.processElement(change(null, of(List.of("new"), "bold", 5)), 0);
            counts.setProcessingTime(MINUTE);
            assertThat(Harness.take(counts))
                    .extracting(
                            FeedbackMetrics::key,
                            FeedbackMetrics::segment,
                            each -> each.count(FeedbackCount.LISTS_SHOWN),
                            each -> each.count(FeedbackCount.CLICKS))
                    .containsExactlyInAnyOrder(
                            tuple("default/home", "", 3L, 1L),
                            tuple("default/home//new", "new", 2L, 1L),
                            tuple("default/home//a%2Fb", "a/b", 1L, 1L),
                            tuple("default/home/bold", "", 1L, 1L),
                            tuple("default/home/bold/new", "new", 1L, 1L));
            Harness.checkpoint(counts);
            assertThat(counts.numKeyedStateEntries()).as("nothing is left").isZero();
        }
    }

    @Test
    void what_is_taken_back_is_taken_from_its_segments() throws Exception {
        try (var counts = harness()) {
            counts.open();
            counts.setProcessingTime(0);
            Feedback list = of(List.of("new"), "", 5);
            counts.processElement(change(null, list), 0);
            counts.setProcessingTime(MINUTE);
            counts.processElement(change(list, null), 0);
            counts.setProcessingTime(2 * MINUTE);
            assertThat(Harness.take(counts))
                    .extracting(
                            FeedbackMetrics::key, each -> each.count(FeedbackCount.LISTS_CLICKED))
                    .containsExactly(
                            tuple("default/home", 1L),
                            tuple("default/home//new", 1L),
                            tuple("default/home", -1L),
                            tuple("default/home//new", -1L));
        }
    }

    @Test
    void a_restart_loses_no_segment() throws Exception {
        OperatorSubtaskState snapshot;
        try (var counts = harness()) {
            counts.open();
            counts.setProcessingTime(0);
            counts.processElement(change(null, of(List.of("new", "old"), "", 5)), 0);
            snapshot = Harness.checkpoint(counts);
        }
        try (var counts = harness()) {
            counts.initializeState(snapshot);
            counts.open();
            counts.processElement(change(null, of(List.of("old"), "", 5)), 0);
            counts.setProcessingTime(MINUTE);
            assertThat(Harness.take(counts))
                    .extracting(FeedbackMetrics::key, each -> each.count(FeedbackCount.CLICKS))
                    .containsExactly(
                            tuple("default/home", 2L),
                            tuple("default/home//new", 1L),
                            tuple("default/home//old", 2L));
        }
    }

    @Test
    void no_more_segments_than_the_bound_are_added_up() {
        FeedbackCounts counts = new FeedbackCounts();
        for (int i = 0; i <= FeedbackCounts.MAX_SEGMENTS; i++) {
            FeedbackDelta of = change(null, of(List.of("s" + i, "s0"), "", 0));
            assertThat(counts.addToSegments(of)).isEqualTo(i < FeedbackCounts.MAX_SEGMENTS ? 0 : 1);
        }
        assertThat(counts.segments).hasSize(FeedbackCounts.MAX_SEGMENTS);
    }

    @Test
    void no_more_currencies_than_the_bound_are_added_up() {
        FeedbackCounts counts = new FeedbackCounts();
        for (int i = 0; i <= FeedbackCounts.MAX_CURRENCIES; i++) {
            FeedbackDelta of =
                    new FeedbackDelta(
                            "k",
                            new String[0],
                            new long[0],
                            new long[0],
                            new long[0],
                            new String[] {"C" + i},
                            new long[] {7});
            assertThat(counts.addAll(of)).isEqualTo(i < FeedbackCounts.MAX_CURRENCIES);
        }
        assertThat(counts.currencies).hasSize(FeedbackCounts.MAX_CURRENCIES);
    }

    @Test
    void a_restart_loses_no_change_and_closes_the_minute_that_was_begun() throws Exception {
        OperatorSubtaskState snapshot;
        try (var counts = harness()) {
            counts.open();
            counts.setProcessingTime(0);
            counts.processElement(change(null, feedback("a", 5, 0)), 0);
            snapshot = Harness.checkpoint(counts);
        }
        try (var counts = harness()) {
            counts.initializeState(snapshot);
            counts.open();
            counts.processElement(change(null, feedback("b", 5, 0)), 0);
            counts.setProcessingTime(5 * MINUTE);
            assertThat(Harness.take(counts))
                    .singleElement()
                    .satisfies(
                            each -> {
                                assertThat(each.minuteMillis()).isZero();
                                assertThat(each.count(FeedbackCount.LISTS_SHOWN)).isEqualTo(2);
                            });
        }
    }
}
