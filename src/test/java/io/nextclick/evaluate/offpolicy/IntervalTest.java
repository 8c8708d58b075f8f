package io.nextclick.evaluate.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {

    private static final double EXACT = 1e-12;

    @Test
    void the_empirical_bernstein_bound_is_that_of_its_theorem() {
        // √(2 · 1/4 · 401/400 · ln 80 / 401) + 7 · 2 · ln 80 / (3 · 400), ln 80 = 4.382026634673881
        Interval interval = Interval.empiricalBernstein(401, 0.5, 0.25, 2);
        double half = Math.sqrt(0.5 * 4.382026634673881 / 400) + 14 * 4.382026634673881 / 1_200;
        assertThat(interval.low()).isEqualTo(0.5 - half, within(EXACT));
        assertThat(interval.high()).isEqualTo(0.5 + half, within(EXACT));
    }

    @Test
    void the_confidence_sequence_is_that_of_its_theorem() {
        // By numpy: variance 0.2108333, 400 values, ρ² = 0.0007936154601737565.
        Interval interval = Interval.anytime(400, 0.15, (20 * 4 + 30 * 4 / 9.0) / 400 - 0.0225);
        assertThat(interval.high() - 0.15).isEqualTo(0.11708638814570092, within(EXACT));
        assertThat(0.15 - interval.low()).isEqualTo(0.11708638814570092, within(EXACT));
    }

    @Test
    void many_looks_cost_less_than_twice_the_width_of_one_by_the_normal_law() {
        for (long count : new long[] {1_000, 10_000, 100_000, 1_000_000}) {
            Interval anytime = Interval.anytime(count, 0, 1);
            double once = 1.96 / Math.sqrt((double) count);
            assertThat(anytime.high()).isBetween(1.3 * once, 2.6 * once);
        }
    }
}
