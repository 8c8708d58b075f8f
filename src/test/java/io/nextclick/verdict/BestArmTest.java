package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.testkit.Soak;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BestArmTest {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final Offset<Double> CLOSE = within(1e-6);
    private static final int DRAWS = Soak.runs(4_000_000, 400_000);

    private static double[] of(double... values) {
        return values;
    }

    /** {@code Φ(d / s)}, and {@code s φ(d / s) + d Φ(d / s)} of who is chosen wrongly. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, 1",
        "1, 2, 1, 0.5",
        "0.081, 0.0805, 0.001, 0.0012",
        "5, 5.01, 0.0001, 0.3",
        "-3, 4, 1, 2",
        "1000000, 1000001, 1, 3",
        "0, 20, 1, 1",
        "0, 1, 0, 1",
        "0, 1e-7, 1e-9, 100"
    })
    void two_arms_are_as_in_closed_form(double mean0, double mean1, double error0, double error1) {
        double[] means = {mean0, mean1};
        double[] errors = {error0, error1};
        double difference = mean1 - mean0;
        double error = Math.hypot(error0, error1);
        double better = NORMAL.cumulativeProbability(difference / error);
        double lost = error * NORMAL.density(difference / error) + difference * better;
        assertThat(BestArm.probabilities(means, errors))
                .containsExactly(of(1 - better, better), CLOSE);
        Offset<Double> scaled = within(1e-6 * error);
        assertThat(BestArm.expectedLosses(means, errors))
                .containsExactly(of(lost, lost - difference), scaled);
    }

    @Test
    void many_arms_are_as_by_simulation() {
        double[] means = {0.10, 0.11, 0.105, 0.09, 0.112};
        double[] errors = {0.004, 0.01, 0.002, 0.03, 0.001};
        Random random = new Random(1);
        double[] wins = new double[means.length];
        double[] losses = new double[means.length];
        double[] drawn = new double[means.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            int best = 0;
            for (int i = 0; i < means.length; i++) {
                drawn[i] = means[i] + errors[i] * random.nextGaussian();
                best = drawn[i] > drawn[best] ? i : best;
            }
            wins[best] += 1.0 / DRAWS;
            for (int i = 0; i < means.length; i++) {
                losses[i] += (drawn[best] - drawn[i]) / DRAWS;
            }
        }
        assertThat(BestArm.probabilities(means, errors)).containsExactly(wins, within(0.005));
        assertThat(BestArm.expectedLosses(means, errors)).containsExactly(losses, within(0.0002));
    }

    @Test
    void thirty_two_arms_alike_are_alike() {
        double[] means = DoubleStream.generate(() -> 3).limit(32).toArray();
        double[] errors = DoubleStream.generate(() -> 0.2).limit(32).toArray();
        assertThat(BestArm.probabilities(means, errors)).containsOnly(of(1.0 / 32), CLOSE);
        // The mean of the largest of 32 standard normal values, by scipy.
        assertThat(BestArm.expectedLosses(means, errors))
                .containsOnly(of(0.2 * 2.069668827928927), CLOSE);
    }

    @Test
    void means_that_are_known_win_or_lose_for_sure() {
        assertThat(BestArm.probabilities(of(1, 2, 2), of(0, 0, 0)))
                .containsExactly(of(0, 0.5, 0.5), CLOSE);
        assertThat(BestArm.expectedLosses(of(1, 2, 2), of(0, 0, 0)))
                .containsExactly(of(1, 0, 0), CLOSE);
        assertThat(BestArm.probabilities(of(7, 7), of(0, 0))).containsExactly(of(.5, .5), CLOSE);
    }

    @Test
    void of_arms_of_which_nothing_is_known_each_may_be_the_best() {
        assertThat(BestArm.probabilities(of(1, 900), of(0.1, INFINITY)))
                .containsExactly(of(.5, .5), CLOSE);
        assertThat(BestArm.probabilities(of(1, 0, 0), of(0.1, INFINITY, INFINITY)))
                .containsExactly(of(.25, .375, .375), CLOSE);
        assertThat(BestArm.probabilities(of(5, 0), of(INFINITY, INFINITY)))
                .containsExactly(of(.5, .5), CLOSE);
        assertThat(BestArm.expectedLosses(of(1, 0), of(0.1, INFINITY)))
                .containsExactly(INFINITY, INFINITY);
    }

    @Test
    void one_arm_is_the_best_and_no_arm_is_none() {
        assertThat(BestArm.probabilities(of(4), of(1))).containsExactly(1);
        assertThat(BestArm.probabilities(of(4), of(INFINITY))).containsExactly(1);
        assertThat(BestArm.expectedLosses(of(4), of(1))).containsExactly(of(0), CLOSE);
        assertThat(BestArm.probabilities(of(), of())).isEmpty();
        assertThat(BestArm.expectedLosses(of(), of())).isEmpty();
    }

    @Test
    void weights_keep_to_the_floor_and_sum_to_one() {
        double[] weights = BestArm.weights(of(0.9, 0.1, 0), 0.01);
        assertThat(weights).containsExactly(of(0.883, 0.107, 0.01), within(1e-12));
        assertThat(DoubleStream.of(weights).sum()).isEqualTo(1, within(1e-12));
        assertThat(BestArm.weights(of(0.9, 0.1), 0)).containsExactly(of(0.9, 0.1), within(1e-12));
        assertThat(BestArm.weights(of(1, 0), 0.7)).as("a floor too high").containsExactly(.5, .5);
        assertThat(BestArm.weights(of(0, 0), 0.1)).containsExactly(.5, .5);
        assertThat(BestArm.weights(of(), 0.1)).isEmpty();
    }

    @Test
    void what_is_no_posterior_is_refused() {
        assertThatThrownBy(() -> BestArm.probabilities(of(Double.NaN), of(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BestArm.probabilities(of(1), of(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BestArm.expectedLosses(of(1), of(1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
