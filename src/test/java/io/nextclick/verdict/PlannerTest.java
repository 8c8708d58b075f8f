package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.verdict.Planner.Goal;
import io.nextclick.verdict.Planner.Units;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * References of the fixed horizon are of Python's statsmodels 0.15.0; those of the always-valid
 * interval are the first N by trying each with numpy.
 */
class PlannerTest {

    private static final long TUNED_FOR = 5000;

    /** A metric's standard deviation of 2. */
    private static final double VARIANCE = Planner.variance(4, 4, 0.5, 0.5);

    private static final Goal GOAL = new Goal(0.5, 0.05, 0.8, TUNED_FOR);

    /**
     * {@code NormalIndPower().solve_power(effect_size=.25, alpha=.05, power=.8)}: 251.16 an arm.
     */
    @Test
    void units_of_two_halves() {
        assertThat(VARIANCE).isEqualTo(16);
        assertThat(Planner.units(VARIANCE, GOAL)).isEqualTo(new Units(503, 1107));
        assertThat(Planner.units(VARIANCE, new Goal(-0.5, 0.05, 0.8, TUNED_FOR)))
                .isEqualTo(Planner.units(VARIANCE, GOAL));
    }

    /**
     * {@code solve_power(effect_size=.25, alpha=.01, power=.9, ratio=3)}: 317.43 in the smaller.
     */
    @Test
    void units_of_a_quarter_and_three_quarters() {
        double variance = Planner.variance(4, 4, 0.25, 0.75);
        assertThat(Planner.units(variance, new Goal(0.5, 0.01, 0.9, TUNED_FOR)).fixedHorizon())
                .isEqualTo((long) Math.ceil(4 * 317.4269271208538));
        assertThat(Planner.variance(4, 4, 0.1, 0.3))
                .as("of four arms")
                .isEqualTo(variance, within(1e-9));
    }

    /** {@code normal_sample_size_one_tail(.01, .8, .025, s, s)}: 8154.99 an arm. */
    @Test
    void units_of_a_rate() {
        double variance =
                Planner.variance(
                        Planner.varianceOfRate(0.05), Planner.varianceOfRate(0.06), 0.5, 0.5);
        assertThat(Planner.units(variance, new Goal(0.01, 0.05, 0.8, TUNED_FOR)))
                .isEqualTo(new Units(16_310, 33_782));
    }

    @Test
    void the_interval_at_that_size_leaves_out_zero_if_the_difference_is_a_bit_larger() {
        long half = Planner.units(VARIANCE, GOAL).alwaysValid() / 2 + 1;
        double squares = 4.0 * (half - 1);
        Moments control = new Moments(half, 0, squares, 0, 0, 0);
        double mean = 0.5;
        Moments arm = new Moments(half, half * mean, squares + half * mean * mean, 0, 0, 0);
        double error = Math.sqrt(8.0 / half);
        Effect effect = Effects.of(control, arm, control.plus(arm), 0.05, TUNED_FOR);
        assertThat(effect.low())
                .as("the power's quantile above 0")
                .isEqualTo(0.8416212335729143 * error, within(0.001));
    }

    @Test
    void a_plan_is_large_enough_for_the_smallest_arm() {
        Plan halves = Planner.plan(4, 4, List.of(1.0, 1.0), 100, GOAL, Units::fixedHorizon);
        assertThat(halves).isEqualTo(new Plan(List.of(252L, 252L), 5.03));
        assertThat(halves.total()).isEqualTo(504);

        Plan plan = Planner.plan(4, 4, List.of(0.6, 0.3, 0.1), 100, GOAL, Units::alwaysValid);
        double smallest = Planner.variance(4, 4, 0.6, 0.1);
        double total = Planner.units(smallest, GOAL).alwaysValid() / 0.7;
        assertThat(plan.days()).isEqualTo(total / 100, within(1e-9));
        assertThat(plan.units().get(2)).isEqualTo((long) Math.ceil(total * 0.1));
        assertThat(plan.total()).isBetween((long) total, (long) total + 3);
    }

    @Test
    void days_left_are_those_of_the_missing_units() {
        assertThat(Planner.daysLeft(107, 100, VARIANCE, GOAL)).isEqualTo(10);
        assertThat(Planner.daysLeft(1107, 100, VARIANCE, GOAL)).isZero();
        assertThat(Planner.daysLeft(2000, 0, VARIANCE, GOAL)).isZero();
        assertThat(Planner.daysLeft(107, 0, VARIANCE, GOAL)).isInfinite();
        assertThat(Planner.daysLeft(1, 100, Double.POSITIVE_INFINITY, GOAL)).isInfinite();
        assertThat(Planner.daysLeft(1, 100, 0, GOAL)).isInfinite();
    }

    @Test
    void days_left_follow_from_the_sums_of_a_running_experiment() {
        Moments control = new Moments(1000, 2100, 7407, 0, 0, 0);
        Moments arm = new Moments(1100, 2640, 9633, 0, 0, 0);
        double variance = Effects.variance(control, arm, control.plus(arm));
        assertThat(variance)
                .isEqualTo(
                        2100 * (control.variance() / 1000 + arm.variance() / 1100), within(1e-9));
        Goal goal = new Goal(0.1, 0.05, 0.8, TUNED_FOR);
        assertThat(Planner.daysLeft(2100, 1000, variance, goal))
                .isEqualTo((Planner.units(variance, goal).alwaysValid() - 2100) / 1000.0)
                .isBetween(10.0, 30.0);
    }

    @Test
    void what_cannot_be_found_is_refused() {
        for (double[] wrong :
                new double[][] {
                    {0, 0.05, 0.8}, {Double.NaN, 0.05, 0.8}, {1, 0, 0.8}, {1, 0.05, 1}, {1, 2, 0.8}
                }) {
            assertThatThrownBy(() -> new Goal(wrong[0], wrong[1], wrong[2], TUNED_FOR))
                    .hasMessageStartingWith("no goal: ");
        }
    }
}
