package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * References are those of Python's gbstats 0.8.0 on the same sums: {@code SequentialTwoSidedTTest}
 * and {@code EffectBayesianABTest(a, b, config)} with {@code difference_type="absolute"}, of {@code
 * SampleMeanStatistic}, {@code ProportionStatistic} or {@code RegressionAdjustedStatistic} with
 * {@code theta=compute_theta(a, b)}. The arms have the same variance, 3: the reference does not
 * replace the smaller one.
 */
class EffectsTest {

    private static final long TUNED_FOR = 5000;

    private static final Moments CONTROL = new Moments(1000, 2100, 7407, 0, 0, 0);
    private static final Moments ARM = new Moments(1100, 2640, 9633, 0, 0, 0);

    /** The same metric beside what the units did before. */
    private static final Moments CONTROL_BEFORE = new Moments(1000, 2100, 7407, 1900, 7606, 5988);

    private static final Moments ARM_BEFORE = new Moments(1100, 2640, 9633, 2134, 8535.96, 7319.6);

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
                0.06435824127558676,
                0.5356417587244129,
                0.004938258521504697,
                0.9999631671510946);
        assertThat(effect.excludesZero()).isTrue();
    }

    @Test
    void so_it_is_at_another_level_and_size() {
        assertEffect(
                Effects.of(CONTROL, ARM, CONTROL.plus(ARM), 0.01, 20_000),
                0.3,
                -0.02342631960379088,
                0.6234263196037906,
                0.020104345299745658,
                0.9999631671510946);
    }

    @Test
    void the_arm_with_the_smaller_variance_counts_with_that_of_both() {
        Moments control = new Moments(1000, 2100, 7900, 0, 0, 0);
        Moments arm = new Moments(1100, 2640, 9700, 0, 0, 0);
        assertThat(arm.variance()).isLessThan(control.variance());
        double both = (999 * control.variance() + 1099 * arm.variance()) / 2098;
        Effect effect = effect(control, arm);
        double error = Math.sqrt(control.variance() / 1000 + both / 1100);
        assertThat(effect.better())
                .isEqualTo(
                        NormalDistribution.of(0, 1).cumulativeProbability(0.3 / error),
                        within(1e-12));
        // The reference's interval.
        assertThat(effect.low()).isBetween(0.049, 0.053324332035946054);
        assertThat(effect.high()).isBetween(0.5466756679640536, 0.551);
    }

    /** Nobody of a small arm has bought yet, so it has no variance of its own. */
    @Test
    void an_arm_without_outcomes_is_not_known_to_be_worse() {
        Moments control = new Moments(360, 18, 18, 0, 0, 0);
        Moments arm = new Moments(40, 0, 0, 0, 0, 0);
        Effect effect = effect(control, arm);
        assertThat(effect.excludesZero()).isFalse();
        assertThat(effect.better()).isBetween(0.05, 0.1);
        assertThat(Effects.standardError(arm, control.plus(arm))).isBetween(0.03, 0.04);
    }

    @Test
    void a_covariate_makes_the_interval_narrower_as_in_the_reference() {
        Effect effect = effect(CONTROL_BEFORE, ARM_BEFORE);
        assertThat(effect.adjusted()).isTrue();
        assertEffect(
                effect,
                0.27997203965285555,
                0.08757125532109505,
                0.47237282398461605,
                0.0007750225168922966,
                0.9999970635952724);
        double theta = 0.5006990086786013;
        assertThat(effect.mean())
                .as("on the metric's scale")
                .isEqualTo(2.4 - theta * (2134 / 1100.0 - 4034 / 2100.0), within(1e-12));
    }

    @Test
    void a_covariate_that_says_nothing_changes_nothing() {
        Moments control = new Moments(1000, 2100, 7407, 1000, 2000, 2100);
        Moments arm = new Moments(1100, 2640, 9633, 1100, 2200, 2640);
        Effect effect = effect(control, arm);
        assertThat(effect.adjusted()).isFalse();
        assertThat(effect).isEqualTo(effect(CONTROL, ARM));
        Moments constant = new Moments(1000, 2100, 7407, 1000, 1000, 2100);
        assertThat(effect(constant, constant).adjusted()).isFalse();
    }

    /** Whatever the metric were adjusted to would have no variance left. */
    @Test
    void a_covariate_that_is_the_metric_itself_is_no_covariate() {
        Moments control = new Moments(1000, 2100, 7407, 2100, 7407, 7407);
        Moments arm = new Moments(1100, 2640, 9633, 2640, 9633, 9633);
        assertThat(effect(control, arm)).isEqualTo(effect(CONTROL, ARM));
    }

    @Test
    void the_p_value_reaches_alpha_where_the_interval_reaches_zero() {
        double end = effect(CONTROL, ARM).low();
        double shifted = 2640 - end * 1100;
        double squares = 9633 - 2 * end * 2640 + end * end * 1100;
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
                .as("with the variance of all arms, which is larger")
                .isEqualTo(Math.sqrt(CONTROL.plus(ARM).variance() / 1100), within(1e-12));
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
