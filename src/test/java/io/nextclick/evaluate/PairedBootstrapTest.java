package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.testkit.Soak;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

    private static final int SESSIONS = 1_000;

    /** Sessions of 1 to 5 positions, each a hit with that probability, independently. */
    private static SessionScores scores(double hitRate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return scores(SESSIONS, session -> session % 5 + 1, at -> random.nextDouble() < hitRate);
    }

    private static SessionScores scores(
            int sessions, IntUnaryOperator positions, IntPredicate hit) {
        SessionScores scores = new SessionScores();
        for (int session = 0; session < sessions; session++) {
            for (int position = 0; position < positions.applyAsInt(session); position++) {
                double[] figures = new double[Metric.values().length];
                figures[Metric.HR20.column()] = hit.test(session) ? 1 : 0;
                scores.add(session, figures);
            }
        }
        return scores;
    }

    private static PairedBootstrap.Difference compare(SessionScores a, SessionScores b) {
        return new PairedBootstrap(1_000, 7).compare(a, b).get(Metric.HR20);
    }

    @Test
    void a_real_difference_is_found() {
        SessionScores better = scores(0.6, 1);
        SessionScores worse = scores(0.5, 2);
        PairedBootstrap.Difference difference = compare(better, worse);
        assertThat(difference.value())
                .isEqualTo(better.mean(Metric.HR20) - worse.mean(Metric.HR20), within(1e-12))
                .isBetween(difference.low(), difference.high());
        assertThat(difference.low()).isPositive();
        assertThat(difference.isSignificant()).isTrue();
        assertThat(compare(worse, better).high()).isNegative();
    }

    @Test
    void no_difference_is_found_where_there_is_none() {
        SessionScores some = scores(0.5, 1);
        assertThat(compare(some, some)).isEqualTo(new PairedBootstrap.Difference(0, 0, 0));
        int significant = 0;
        int samples = Soak.runs(100);
        for (int seed = 0; seed < samples; seed++) {
            if (compare(scores(0.5, 2L * seed), scores(0.5, 2L * seed + 1)).isSignificant()) {
                significant++;
            }
        }
        // A rate of 0.05 gives more than this in 2 of 1,000 tries with 100, in 1 of 1,000 with 10.
        assertThat(significant)
                .as("of %d, a twentieth to be expected", samples)
                .isLessThanOrEqualTo(Soak.runs(12, 3));
    }

    @Test
    void the_interval_is_as_wide_as_theory_says() {
        PairedBootstrap.Difference difference = compare(scores(0.5, 1), scores(0.5, 2));
        // 3,000 independent positions: the variance of a difference is 2 · ¼.
        double expected = 2 * 1.96 * Math.sqrt(0.5 / 3_000);
        assertThat(difference.high() - difference.low())
                .isEqualTo(expected, within(0.15 * expected));
    }

    @Test
    void positions_of_one_session_count_as_one_draw() {
        // 10 sessions whose 100 positions all are hits or all are not: as uncertain as 10 draws.
        SessionScores first = scores(10, session -> 100, session -> session < 5);
        SessionScores second = scores(10, session -> 100, session -> session >= 5);
        PairedBootstrap.Difference difference = compare(first, second);
        assertThat(difference.value()).isZero();
        assertThat(difference.high() - difference.low()).isGreaterThan(0.9);
    }

    @Test
    void the_same_seed_gives_the_same_interval() {
        assertThat(compare(scores(0.6, 1), scores(0.5, 2)))
                .isEqualTo(compare(scores(0.6, 1), scores(0.5, 2)));
    }

    @Test
    void models_of_different_tests_are_not_compared() {
        assertThatThrownBy(
                        () -> compare(scores(1, i -> 1, i -> true), scores(2, i -> 1, i -> true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same positions");
    }

    @Test
    void a_test_without_positions_has_no_difference() {
        assertThat(compare(new SessionScores(), new SessionScores()))
                .isEqualTo(new PairedBootstrap.Difference(Double.NaN, Double.NaN, Double.NaN));
    }

    @Test
    void sessions_beyond_the_bound_share_sums_and_the_interval_stays_as_wide() {
        int sessions = 3 * SessionScores.MOST_UNITS;
        SplittableRandom random = new SplittableRandom(1);
        SessionScores some = scores(sessions, i -> 1, i -> random.nextBoolean());
        SessionScores others = scores(sessions, i -> 1, i -> random.nextBoolean());
        assertThat(some.units()).isEqualTo(SessionScores.MOST_UNITS);
        assertThat(some.positions()).isEqualTo(sessions);
        PairedBootstrap.Difference difference =
                new PairedBootstrap(200, 7).compare(some, others).get(Metric.HR20);
        double expected = 2 * 1.96 * Math.sqrt(0.5 / sessions);
        assertThat(difference.high() - difference.low())
                .isEqualTo(expected, within(0.2 * expected));
    }
}
