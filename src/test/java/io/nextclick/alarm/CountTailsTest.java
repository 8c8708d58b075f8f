package io.nextclick.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CountTailsTest {

    /** The sum of the probabilities one by one. */
    private static double sum(long to, double mean, double dispersion) {
        double size = 1 / dispersion;
        double term = Math.pow(size / (size + mean), size);
        double sum = 0;
        for (long k = 0; k <= to; k++) {
            sum += term;
            term *= (size + k) / (k + 1) * mean / (size + mean);
        }
        return sum;
    }

    @Test
    void a_tail_is_the_sum_of_its_probabilities() {
        for (double mean : new double[] {0.4, 7, 60}) {
            for (double dispersion : new double[] {0.01, 0.3, 2}) {
                for (long count : new long[] {0, 3, 50}) {
                    assertThat(CountTails.atMost(count, mean, dispersion))
                            .isCloseTo(sum(count, mean, dispersion), within(1e-10));
                    assertThat(CountTails.atLeast(count + 1, mean, dispersion))
                            .isCloseTo(1 - sum(count, mean, dispersion), within(1e-10));
                }
            }
        }
    }

    @Test
    void without_dispersion_it_is_the_poisson_distributions() {
        assertThat(CountTails.atMost(2, 3, 0)).isCloseTo(Math.exp(-3) * 8.5, within(1e-12));
        assertThat(CountTails.atLeast(1, 3, 0)).isCloseTo(1 - Math.exp(-3), within(1e-12));
        assertThat(CountTails.atMost(20, 60, 1e-9))
                .isCloseTo(CountTails.atMost(20, 60, 0), within(1e-12));
    }

    @Test
    void far_tails_are_not_zero() {
        assertThat(CountTails.atMost(0, 300, 0)).isCloseTo(Math.exp(-300), within(1e-140));
        assertThat(CountTails.atLeast(500, 100, 0.001)).isBetween(1e-200, 1e-60);
    }

    @Test
    void of_nothing_expected_anything_is_more() {
        assertThat(CountTails.atLeast(0, 0, 0.1)).isEqualTo(1);
        assertThat(CountTails.atLeast(1, 0, 0.1)).isZero();
        assertThat(CountTails.atMost(1, 0, 0.1)).isEqualTo(1);
        assertThat(CountTails.atMost(-1, 5, 0.1)).isZero();
    }
}
