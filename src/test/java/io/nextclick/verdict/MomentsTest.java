package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MomentsTest {

    private static final Moments THREE =
            Moments.of(1, 10).plus(Moments.of(2, 30)).plus(Moments.of(6, 20));

    @Test
    void sums_give_means_and_variances() {
        assertThat(THREE.mean()).isEqualTo(3);
        assertThat(THREE.variance()).isEqualTo(7, within(1e-12));
        assertThat(THREE.covariateMean()).isEqualTo(20);
        assertThat(THREE.covariateVariance()).isEqualTo(100, within(1e-12));
        assertThat(THREE.covariance()).isEqualTo(5, within(1e-12));
        assertThat(THREE.variance(0.05)).isEqualTo(7 - 2 * 0.05 * 5 + 0.25, within(1e-12));
    }

    @Test
    void what_is_taken_away_leaves_no_trace() {
        Moments one = Moments.of(7, 9);
        assertThat(THREE.plus(one).minus(one)).isEqualTo(THREE);
        assertThat(THREE.minus(THREE)).isEqualTo(Moments.NONE);
    }

    @Test
    void a_unit_that_goes_on_is_a_change_of_no_units() {
        Moments change = Moments.of(5, 9).minus(Moments.of(2, 9));
        assertThat(change.units()).isZero();
        assertThat(THREE.plus(Moments.of(2, 9)).plus(change))
                .isEqualTo(THREE.plus(Moments.of(5, 9)));
    }

    @Test
    void no_unit_and_one_unit_have_no_variance() {
        assertThat(Moments.NONE.mean()).isZero();
        assertThat(Moments.NONE.variance()).isZero();
        assertThat(Moments.NONE.minus(THREE).mean()).isZero();
        assertThat(Moments.of(5, 1).variance()).isZero();
        assertThat(Moments.of(5, 1).covariance()).isZero();
    }

    /** The sums differ in their last digits only, so that most of the difference is rounding. */
    @Test
    void a_constant_has_no_variance_however_it_is_rounded() {
        for (double constant : new double[] {0.1, 1e8 + 0.1, 1e-9}) {
            Moments many =
                    IntStream.range(0, 10_000)
                            .mapToObj(i -> Moments.of(constant, constant))
                            .reduce(Moments.NONE, Moments::plus);
            assertThat(many.variance()).isZero();
            assertThat(many.covariateVariance()).isZero();
        }
    }

    @Test
    void a_small_variance_beside_a_large_mean_is_kept() {
        Moments moments =
                IntStream.range(0, 1000)
                        .mapToObj(i -> Moments.of(1000 + i % 2, 0))
                        .reduce(Moments.NONE, Moments::plus);
        assertThat(moments.variance()).isEqualTo(0.25 * 1000 / 999, within(1e-6));
    }

    @Test
    void what_is_no_number_is_refused() {
        assertThatThrownBy(() -> Moments.of(Double.NaN, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Moments.of(0, Double.POSITIVE_INFINITY))
                .hasMessageContaining("Infinity");
        assertThatThrownBy(() -> Moments.of(1e200, 0)).hasMessageContaining("1.0E200");
    }
}
