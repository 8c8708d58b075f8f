package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * References are those of Python's gbstats 0.8.0 on the same sums: {@code SequentialTwoSidedTTest}
 * and {@code EffectBayesianABTest(a, b, config)} with {@code difference_type="absolute"}, of {@code
 * SampleMeanStatistic}, {@code ProportionStatistic} or {@code RegressionAdjustedStatistic} with
 * {@code theta=compute_theta(a, b)}.
 */
class EffectsTest {

    private static final long TUNED_FOR = 5000;

    private static final Moments CONTROL = new Moments(1000, 2100, 7900, 0, 0, 0);
    private static final Moments ARM = new Moments(1100, 2640, 9700, 0, 0, 0);

    /** The same metric beside what the units did before. */
    private static final Moments CONTROL_BEFORE = new Moments(1000, 2100, 7900, 1900, 6900, 6600);

    private static final Moments ARM_BEFORE = new Moments(1100, 2640, 9700, 2120, 7500, 7750);

    private static Effect effect(Moments control, Moments arm) {
        return Effects.of(control, arm, control.plus(arm), 0.05, TUNED_FOR);
    }

    private static void assertEffect(
            Effect effect, double difference, double low, double high, double p, double better) {
        assertThat(effect.difference()).isEqualTo(difference, within(1e-12));
        assertThat(effect.low()).isEqualTo(low, within(1e-12));
        assertThat(effect.high()).isEqualTo(high, within(1e-12));
        assertThat(effect.alwaysValidP()).isEqualTo(p, within(1e-12));
        assertThat(effect.better()).isEqualTo(better, within(1e-12));
    }

    @Test
    void a_mean_s_difference_is_that_of_the_reference() {
        Effect effect = effect(CONTROL, ARM);
        assertThat(effect.mean()).isEqualTo(2.4, within(1e-12));
        assertThat(effect.adjusted()).isFalse();
        assertEffect(
                effect,
                0.3,
                0.053324332035946054,
                0.5466756679640536,
                0.0083780234949838,
                0.9999237024854198);
        assertThat(effect.excludesZero()).isTrue();
    }

    @Test
    void so_it_is_at_another_level_and_size() {
        assertEffect(
                Effects.of(CONTROL, ARM, CONTROL.plus(ARM), 0.01, 20_000),
                0.3,
                -0.038570734904106396,
                0.6385707349041061,
                0.029292303789640418,
                0.9999237024854198);
    }

    @Test
    void a_rate_is_a_mean_of_zeros_and_ones() {
        Moments control = new Moments(4000, 200, 200, 0, 0, 0);
        Moments arm = new Moments(4100, 287, 287, 0, 0, 0);
        Effect effect = effect(control, arm);
        assertThat(effect.difference()).isEqualTo(0.02, within(1e-12));
        // The reference divides the variance of a rate by n, not by n - 1.
        assertThat(effect.low()).isEqualTo(0.003942425820029141, within(3e-6));
        assertThat(effect.high()).isEqualTo(0.03605757417997087, within(3e-6));
        assertThat(effect.alwaysValidP()).isEqualTo(0.0046450013166392965, within(2e-5));
    }

    @Test
    void a_covariate_makes_the_interval_narrower_as_in_the_reference() {
        Effect effect = effect(CONTROL_BEFORE, ARM_BEFORE);
        assertThat(effect.adjusted()).isTrue();
        assertEffect(
                effect,
                0.2785372260059038,
                0.12325777702820581,
                0.43381667498360177,
                1.2812572352641463e-05,
                0.9999999883360783);
        double theta = 0.7869683797835165;
        assertThat(effect.mean())
                .as("on the metric's scale")
                .isEqualTo(2.4 - theta * (2120 / 1100.0 - 4020 / 2100.0), within(1e-12));
    }

    @Test
    void a_covariate_that_says_nothing_changes_nothing() {
        Moments control = new Moments(1000, 2100, 7900, 1000, 2000, 2100);
        Moments arm = new Moments(1100, 2640, 9700, 1100, 2200, 2640);
        Effect effect = effect(control, arm);
        assertThat(effect.adjusted()).isFalse();
        assertThat(effect).isEqualTo(effect(CONTROL, ARM));
        Moments constant = new Moments(1000, 2100, 7900, 1000, 1000, 2100);
        assertThat(effect(constant, constant).adjusted()).isFalse();
    }

    /** Whatever the metric were adjusted to would have no variance left. */
    @Test
    void a_covariate_that_is_the_metric_itself_is_no_covariate() {
        Moments control = new Moments(1000, 2100, 7900, 2100, 7900, 7900);
        Moments arm = new Moments(1100, 2640, 9700, 2640, 9700, 9700);
        assertThat(effect(control, arm)).isEqualTo(effect(CONTROL, ARM));
    }

    @Test
    void the_p_value_reaches_alpha_where_the_interval_reaches_zero() {
        double end = effect(CONTROL, ARM).low();
        double shifted = 2640 - end * 1100;
        double squares = 9700 - 2 * end * 2640 + end * end * 1100;
        Effect atZero = effect(CONTROL, new Moments(1100, shifted, squares, 0, 0, 0));
        assertThat(atZero.low()).isEqualTo(0, within(1e-9));
        assertThat(atZero.alwaysValidP()).isEqualTo(0.05, within(1e-9));
    }

    @Test
    void where_nothing_can_be_said_nothing_is_said() {
        Moments constant = new Moments(100, 100, 100, 0, 0, 0);
        for (List<Moments> pair :
                List.of(
                        List.of(Moments.NONE, Moments.NONE),
                        List.of(CONTROL, Moments.NONE),
                        List.of(Moments.NONE, ARM),
                        List.of(CONTROL, Moments.of(3, 1)),
                        List.of(constant, constant),
                        List.of(Moments.NONE.minus(CONTROL), ARM))) {
            Effect effect = effect(pair.get(0), pair.get(1));
            assertThat(effect.low()).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(effect.high()).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(effect.alwaysValidP()).isEqualTo(1);
            assertThat(effect.better()).isEqualTo(0.5);
            assertThat(effect.mean()).isFinite();
            assertThat(effect.difference()).isFinite();
            assertThat(effect.excludesZero()).isFalse();
            assertThat(Effects.variance(pair.get(0), pair.get(1), ARM)).isInfinite();
        }
    }

    @Test
    void no_figure_is_nan_even_of_absurd_sums() {
        double huge = Double.MAX_VALUE / 4;
        Moments absurd = new Moments(10, huge, huge, huge, huge, huge);
        for (Effect effect : List.of(effect(absurd, absurd), effect(CONTROL_BEFORE, absurd))) {
            assertThat(
                            List.of(
                                    effect.mean(),
                                    effect.difference(),
                                    effect.low(),
                                    effect.high(),
                                    effect.alwaysValidP(),
                                    effect.better()))
                    .noneMatch(figure -> figure.isNaN());
        }
        assertThat(Effects.mean(absurd, absurd)).isFinite();
        assertThat(Effects.standardError(absurd, absurd)).isNotNaN();
    }

    @Test
    void an_arm_alone_has_a_mean_and_a_standard_error() {
        assertThat(Effects.mean(ARM, CONTROL.plus(ARM))).isEqualTo(2.4, within(1e-12));
        assertThat(Effects.standardError(ARM, CONTROL.plus(ARM)))
                .isEqualTo(Math.sqrt(ARM.variance() / 1100), within(1e-12));
        Moments pooled = CONTROL_BEFORE.plus(ARM_BEFORE);
        assertThat(Effects.mean(ARM_BEFORE, pooled))
                .isEqualTo(effect(CONTROL_BEFORE, ARM_BEFORE).mean(), within(1e-12));
        assertThat(Effects.standardError(ARM_BEFORE, pooled))
                .isLessThan(Effects.standardError(ARM, CONTROL.plus(ARM)));
        assertThat(Effects.standardError(Moments.of(1, 1), pooled)).isInfinite();
        assertThat(Effects.mean(Moments.NONE, Moments.NONE)).isZero();
    }

    @Test
    void a_level_that_is_no_chance_is_refused() {
        assertThatThrownBy(() -> Effects.of(CONTROL, ARM, ARM, 0, TUNED_FOR))
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> Effects.of(CONTROL, ARM, ARM, 0.05, 0)).hasMessageContaining("0");
    }
}
