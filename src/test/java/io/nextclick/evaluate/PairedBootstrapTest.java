package io.nextclick.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.testkit.Soak;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

    private static final int SESSIONS = 1_000;

    /** Sessions of 1 to 5 positions, each a hit with that probability, independently. */
    private static SessionScores scores(double hitRate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SessionScores scores = new SessionScores(SESSIONS);
        for (int session = 0; session < SESSIONS; session++) {
            for (int position = 0; position <= session % 5; position++) {
                scores.addPosition(session)[Metric.HR20.column()] +=
                        random.nextDouble() < hitRate ? 1 : 0;
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
        SessionScores first = new SessionScores(10);
        SessionScores second = new SessionScores(10);
        for (int session = 0; session < 10; session++) {
            for (int position = 0; position < 100; position++) {
                first.addPosition(session)[Metric.HR20.column()] += session < 5 ? 1 : 0;
                second.addPosition(session)[Metric.HR20.column()] += session < 5 ? 0 : 1;
            }
        }
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
        assertThatThrownBy(() -> compare(new SessionScores(1), new SessionScores(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same positions");
    }

    @Test
    void a_test_without_positions_has_no_difference() {
        assertThat(compare(new SessionScores(0), new SessionScores(0)))
                .isEqualTo(new PairedBootstrap.Difference(Double.NaN, Double.NaN, Double.NaN));
    }
}
