package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleRatioTest {

    private static final double[] HALVES = {0.5, 0.5};

    /**
     * By {@code gammaln} of Python's scipy 1.17.1; the second one and that of three arms are also
     * those of {@code sequential_bayes_factors(counts, shares, dirichlet_concentration=1000)} of
     * ssrm_test 0.1.5.
     */
    @ParameterizedTest
    @CsvSource({
        "10, 0, 0.5, 1.045585659602365",
        "520, 480, 0.5, 1.0549867286755754",
        "5500, 4500, 0.5, 1.7739716343872274e+19",
        "900, 100, 0.9, 0.7068089441819942"
    })
    void the_e_value_is_that_of_the_reference(
            long first, long second, double share, double expected) {
        long[] counts = {first, second};
        assertThat(SampleRatio.eValue(counts, new double[] {share, 1 - share}))
                .isCloseTo(expected, withinPercentage(1e-7));
    }

    @Test
    void so_it_is_of_three_arms() {
        assertThat(SampleRatio.eValue(new long[] {300, 310, 290}, new double[] {.34, .33, .33}))
                .isCloseTo(0.6433072312600944, withinPercentage(1e-7));
    }

    @Test
    void shares_count_by_their_part_of_the_sum() {
        long[] counts = {520, 480};
        assertThat(SampleRatio.eValue(counts, new double[] {50, 50}))
                .isEqualTo(SampleRatio.eValue(counts, HALVES), within(1e-12));
    }

    @Test
    void no_units_say_nothing() {
        assertThat(SampleRatio.eValue(new long[] {0, 0}, HALVES)).isEqualTo(1, within(1e-12));
        assertThat(SampleRatio.eValue(new long[] {7}, new double[] {1}))
                .isEqualTo(1, within(1e-12));
    }

    @Test
    void a_unit_in_an_arm_that_has_no_share_is_enough() {
        double[] shares = {1, 0};
        assertThat(SampleRatio.eValue(new long[] {1000, 1}, shares))
                .isGreaterThan(SampleRatio.ALARM);
        assertThat(SampleRatio.eValue(new long[] {1000, 0}, shares)).isEqualTo(1, within(1e-12));
    }

    @Test
    void it_is_never_infinite_and_never_zero() {
        assertThat(SampleRatio.eValue(new long[] {1_000_000_000, 0}, HALVES))
                .isFinite()
                .isGreaterThan(SampleRatio.ALARM);
        assertThat(SampleRatio.eValue(new long[] {500_000_000, 500_000_000}, HALVES))
                .isPositive()
                .isLessThan(0.01);
    }

    @Test
    void what_does_not_go_together_is_refused() {
        assertThatThrownBy(() -> SampleRatio.eValue(new long[] {1}, HALVES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SampleRatio.eValue(new long[] {1, -1}, HALVES))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SampleRatio.eValue(new long[] {1, 1}, new double[] {0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SampleRatio.eValue(new long[] {1, 1}, new double[] {2, -1}))
                .hasMessageContaining("-1.0");
    }
}
