package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures of single lists, computed by hand after session-rec's definitions. */
class ListScorerTest {

    private static final double EXACT = 1e-12;

    private static TestSession session(String... items) {
        TestSession session = new TestSession();
        for (String item : items) {
            session.add(new Click("s", item, session.clicks().size()));
        }
        return session;
    }

    private static double[] score(List<String> list, TestSession session, int position) {
        double[] sums = new double[Metric.values().length];
        ListScorer.addTo(sums, list, session, position);
        return sums;
    }

    private static double figure(double[] sums, Metric metric) {
        return sums[metric.column()];
    }

    /** A list of 20 with the items at their ranks, from 1, and others elsewhere. */
    private static List<String> list(Object... ranksAndItems) {
        List<String> list =
                new ArrayList<>(IntStream.range(0, 20).mapToObj(i -> "other" + i).toList());
        for (int i = 0; i < ranksAndItems.length; i += 2) {
            list.set((Integer) ranksAndItems[i] - 1, (String) ranksAndItems[i + 1]);
        }
        return list;
    }

    @Test
    void the_next_item_at_rank_7_counts_from_cut_off_10_on() {
        double[] sums = score(list(7, "b"), session("a", "b"), 0);
        assertThat(figure(sums, Metric.HR5)).isZero();
        assertThat(figure(sums, Metric.HR10)).isOne();
        assertThat(figure(sums, Metric.HR20)).isOne();
        assertThat(figure(sums, Metric.MRR5)).isZero();
        assertThat(figure(sums, Metric.MRR10)).isEqualTo(1.0 / 7, within(EXACT));
        assertThat(figure(sums, Metric.MRR20)).isEqualTo(1.0 / 7, within(EXACT));
    }

    @Test
    void hr_and_mrr_are_of_the_next_item_and_not_of_a_later_one() {
        double[] sums = score(list(1, "c"), session("a", "b", "c"), 0);
        assertThat(figure(sums, Metric.HR20)).isZero();
        assertThat(figure(sums, Metric.MRR20)).isZero();
        assertThat(figure(sums, Metric.PRECISION5)).isEqualTo(1.0 / 5, within(EXACT));
    }

    @Test
    void recall_is_of_all_clicks_that_follow_with_their_repeats() {
        // b, c, b follow: session-rec divides by 3, though only two items can be hit.
        double[] sums = score(list(1, "b", 2, "c"), session("a", "b", "c", "b"), 0);
        assertThat(figure(sums, Metric.RECALL5)).isEqualTo(2.0 / 3, within(EXACT));
        assertThat(figure(sums, Metric.PRECISION20)).isEqualTo(2.0 / 20, within(EXACT));
    }

    @Test
    void items_clicked_before_only_are_no_hits() {
        double[] sums = score(list(1, "a", 2, "b"), session("a", "b", "c"), 1);
        assertThat(figure(sums, Metric.RECALL20)).isZero();
    }

    @Test
    void map_divides_by_the_cut_off_and_leaves_out_the_last_rank() {
        // Hits at ranks 2 and 5 of 2 clicks that follow. At 5: rank 5 is left out, 1/5 · 1/2.
        double[] sums = score(list(2, "b", 5, "c"), session("a", "b", "c"), 0);
        assertThat(figure(sums, Metric.MAP5)).isEqualTo(1.0 / 5 / 2, within(EXACT));
        // At 10: 1/10 · 1/2 + 2/10 · 1/2.
        assertThat(figure(sums, Metric.MAP10)).isEqualTo(0.15, within(EXACT));
        assertThat(figure(sums, Metric.MAP20)).isEqualTo(0.075, within(EXACT));
    }

    @Test
    void ndcg_gives_the_first_two_ranks_the_same_gain() {
        // Hits at ranks 2 and 4: 1/log2(2) + 1/log2(4); best are ranks 1 and 2: 1 + 1.
        double[] sums = score(list(2, "b", 4, "c"), session("a", "b", "c"), 0);
        assertThat(figure(sums, Metric.NDCG5)).isEqualTo((1 + 0.5) / 2, within(EXACT));
    }

    @Test
    void a_list_may_be_short_or_empty() {
        TestSession session = session("a", "b");
        assertThat(score(List.of(), session, 0)).containsOnly(0.0);
        double[] sums = score(List.of("b"), session, 0);
        assertThat(figure(sums, Metric.HR20)).isOne();
        assertThat(figure(sums, Metric.PRECISION5)).isEqualTo(0.2, within(EXACT));
        assertThat(figure(sums, Metric.NDCG20)).isOne();
    }
}
