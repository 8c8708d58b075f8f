package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a model learns and is asked under each protocol. */
class EvaluationTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** Recommends what it learnt, newest first, and writes down what happens to it. */
    private static final class Notebook implements NextItemModel {
        private final List<String> notes = new ArrayList<>();
        private final List<String> items = new ArrayList<>();
        private final boolean refits;

        Notebook(boolean refits) {
            this.refits = refits;
        }

        @Override
        public String name() {
            return "notebook";
        }

        @Override
        public void learn(Click click) {
            notes.add("learn " + click.itemId());
            items.remove(click.itemId());
            items.add(0, click.itemId());
        }

        @Override
        public void endTraining() {
            notes.add("end");
        }

        @Override
        public List<String> rank(List<Click> prefix, int size) {
            notes.add("rank " + prefix.stream().map(Click::itemId).toList());
            return List.copyOf(items.subList(0, Math.min(size, items.size())));
        }

        @Override
        public void endSession(String sessionId) {
            notes.add("over " + sessionId);
        }

        @Override
        public long stateBytes() {
            return items.size();
        }

        @Override
        public boolean needsRefit() {
            return refits;
        }
    }

    private static Click click(String session, String item, long hour) {
        return new Click(session, item, hour * HOUR);
    }

    @Test
    void a_static_run_drops_unknown_items_first_and_then_short_sessions() {
        List<Click> train = List.of(click("t", "a", 0), click("t", "b", 1));
        List<Click> test =
                List.of(
                        click("1", "a", 2),
                        click("2", "a", 3),
                        click("1", "new", 4),
                        click("2", "new", 5),
                        click("1", "b", 6));
        Notebook model = new Notebook(true);
        EvaluationResult result = new Evaluation(train, test, Protocol.STATIC).evaluate(model);
        assertThat(model.notes).containsExactly("learn a", "learn b", "over t", "end", "rank [a]");
        assertThat(result.positions()).isOne();
        assertThat(result.unknownNext()).isZero();
        assertThat(result.figures())
                .containsEntry(Metric.HR20, 1.0)
                .containsEntry(Metric.MRR20, 1.0);
    }

    @Test
    void a_static_run_predicts_every_prefix_with_its_repeats() {
        List<Click> train = List.of(click("t", "a", 0), click("t", "b", 1));
        List<Click> test = List.of(click("1", "a", 2), click("1", "a", 3), click("1", "b", 4));
        Notebook model = new Notebook(false);
        new Evaluation(train, test, Protocol.STATIC).evaluate(model);
        assertThat(model.notes)
                .containsExactly("learn a", "learn b", "over t", "end", "rank [a]", "rank [a, a]");
    }

    @Test
    void a_prequential_run_predicts_and_then_learns_in_order_of_time_over_sessions() {
        List<Click> test =
                List.of(
                        click("1", "a", 0),
                        click("2", "b", 1),
                        click("1", "new", 2),
                        click("2", "new", 3));
        Notebook model = new Notebook(false);
        EvaluationResult result =
                new Evaluation(List.of(), test, Protocol.PREQUENTIAL).evaluate(model);
        assertThat(model.notes)
                .containsExactly(
                        "end",
                        "learn a",
                        "learn b",
                        "rank [a]",
                        "learn new",
                        "over 1",
                        "rank [b]",
                        "learn new",
                        "over 2");
        assertThat(result.positions()).isEqualTo(2);
        assertThat(result.unknownNext()).isOne();
        assertThat(result.figures()).containsEntry(Metric.HR5, 0.5);
    }

    @Test
    void a_model_that_needs_it_is_refitted_before_the_first_click_of_each_day() {
        List<Click> train = List.of(click("t", "a", 20));
        List<Click> test =
                List.of(
                        click("1", "b", 23),
                        click("1", "c", 24),
                        click("1", "d", 25),
                        click("1", "e", 99));
        Notebook daily = new Notebook(true);
        new Evaluation(train, test, Protocol.PREQUENTIAL).evaluate(daily);
        assertThat(daily.notes)
                .containsExactly(
                        "learn a",
                        "over t",
                        "end",
                        "learn b",
                        "end",
                        "rank [b]",
                        "learn c",
                        "rank [b, c]",
                        "learn d",
                        "end",
                        "rank [b, c, d]",
                        "learn e",
                        "over 1");
        Notebook online = new Notebook(false);
        new Evaluation(train, test, Protocol.PREQUENTIAL).evaluate(online);
        assertThat(online.notes).containsOnlyOnce("end");
    }

    @Test
    void refits_may_be_more_often() {
        List<Click> test = List.of(click("1", "b", 1), click("1", "c", 2), click("1", "d", 2));
        Notebook hourly = new Notebook(true);
        ClickLog nothing = ClickLog.of(List.of());
        new Evaluation(nothing, ClickLog.of(test), Protocol.PREQUENTIAL, Duration.ofHours(1))
                .evaluate(hourly);
        assertThat(hourly.notes)
                .containsExactly(
                        "end",
                        "end",
                        "learn b",
                        "end",
                        "rank [b]",
                        "learn c",
                        "rank [b, c]",
                        "learn d",
                        "over 1");
        assertThatThrownBy(
                        () -> new Evaluation(nothing, nothing, Protocol.PREQUENTIAL, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void coverage_and_popularity_are_of_the_lists_against_the_training() {
        List<Click> train =
                List.of(
                        click("t", "a", 0),
                        click("t", "a", 1),
                        click("t", "a", 2),
                        click("t", "a", 3),
                        click("t", "b", 4));
        List<Click> test = List.of(click("1", "a", 5), click("1", "b", 6));
        EvaluationResult result =
                new Evaluation(train, test, Protocol.STATIC).evaluate(new Notebook(false));
        assertThat(result.coverage()).isOne();
        // a has 4 of at most 4 clicks, b has 1.
        assertThat(result.popularityBias()).isEqualTo((1 + 0.25) / 2, within(1e-12));
        assertThat(result.stateBytes()).isEqualTo(2);
    }

    @Test
    void a_test_without_positions_measures_nothing() {
        List<Click> train = List.of(click("t", "a", 0));
        EvaluationResult result =
                new Evaluation(train, List.of(click("1", "a", 1)), Protocol.STATIC)
                        .evaluate(new Notebook(false));
        assertThat(result.positions()).isZero();
        assertThat(result.figures().values()).containsOnly(Double.NaN);
        assertThat(result.popularityBias()).isNaN();
        assertThat(result.listMicros().p50()).isNaN();
    }

    @Test
    void a_session_that_goes_on_in_the_test_of_a_prequential_run_is_over_there() {
        List<Click> train = List.of(click("1", "a", 0), click("2", "b", 1));
        List<Click> test = List.of(click("1", "c", 2), click("1", "d", 3), click("3", "e", 4));
        Notebook model = new Notebook(false);
        EvaluationResult result = new Evaluation(train, test, Protocol.PREQUENTIAL).evaluate(model);
        assertThat(model.notes)
                .containsExactly(
                        "learn a",
                        "learn b",
                        "over 2",
                        "end",
                        "learn c",
                        "rank [c]",
                        "learn d",
                        "over 1",
                        "learn e",
                        "over 3");
        assertThat(result.positions()).isOne();
    }

    @Test
    void figures_are_split_by_position_age_popularity_and_repeat() {
        // The list is what was learnt, newest first. Ranks of the next clicks:
        List<Click> test =
                List.of(
                        click("1", "a", 0),
                        click("2", "b", 0),
                        click("1", "b", 0), // 1 of [b, a]
                        click("1", "a", 2), // 2 of [b, a]
                        click("2", "new", 3), // not in [a, b]
                        click("1", "b", 30)); // 3 of [new, a, b]
        SliceScores scores =
                new Evaluation(List.of(), test, Protocol.PREQUENTIAL)
                        .evaluate(new Notebook(false))
                        .bySlice();
        check(scores, Slice.POSITION, "1", 2, 1.0 / 2, 1.0 / 2);
        check(scores, Slice.POSITION, "2", 1, 1, 1.0 / 2);
        check(scores, Slice.POSITION, "3-5", 1, 1, 1.0 / 3);
        check(scores, Slice.POSITION, "6-10", 0, Double.NaN, Double.NaN);
        check(scores, Slice.AGE, "first click", 1, 0, 0);
        check(scores, Slice.AGE, "< 1 h", 1, 1, 1);
        check(scores, Slice.AGE, "1 h - 1 d", 1, 1, 1.0 / 2);
        check(scores, Slice.AGE, "1 d - 7 d", 1, 1, 1.0 / 3);
        check(scores, Slice.POPULARITY, "0", 1, 0, 0);
        check(scores, Slice.POPULARITY, "1-2", 3, 1, (1 + 1.0 / 2 + 1.0 / 3) / 3);
        check(scores, Slice.REPEAT, "new", 2, 1.0 / 2, 1.0 / 2);
        check(scores, Slice.REPEAT, "repeat", 2, 1, (1.0 / 2 + 1.0 / 3) / 2);
    }

    private static void check(
            SliceScores scores, Slice slice, String name, int positions, double hr, double mrr) {
        int value = slice.valueNames().indexOf(name);
        assertThat(scores.positions(slice, value)).as(name).isEqualTo(positions);
        assertThat(scores.mean(slice, value, Metric.HR20)).as(name).isEqualTo(hr, within(1e-12));
        assertThat(scores.mean(slice, value, Metric.MRR20)).as(name).isEqualTo(mrr, within(1e-12));
    }

    @Test
    void a_training_click_counts_for_age_and_popularity() {
        List<Click> train = List.of(click("t", "b", 0), click("t", "b", 1), click("t", "b", 2));
        List<Click> test = List.of(click("1", "b", 200), click("1", "b", 300));
        SliceScores scores =
                new Evaluation(train, test, Protocol.STATIC)
                        .evaluate(new Notebook(false))
                        .bySlice();
        check(scores, Slice.AGE, ">= 7 d", 1, 1, 1);
        check(scores, Slice.POPULARITY, "3-9", 1, 1, 1);
    }

    @Test
    void a_log_is_read_once_for_all_models_and_once_for_each() {
        List<Click> test = List.of(click("1", "a", 0), click("1", "b", 1));
        AtomicInteger readings = new AtomicInteger();
        ClickLog log =
                reader -> {
                    readings.incrementAndGet();
                    test.forEach(reader);
                };
        Evaluation evaluation =
                new Evaluation(ClickLog.of(List.of()), log, Protocol.PREQUENTIAL, Evaluation.DAILY);
        evaluation.evaluate(new Notebook(false));
        evaluation.evaluate(new Notebook(false));
        assertThat(readings).hasValue(3);
    }
}
