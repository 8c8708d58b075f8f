package io.nextclick.verdict;

import static io.nextclick.verdict.SimulatedExperiments.leavesOut;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.Soak;
import io.nextclick.verdict.Planner.Goal;
import io.nextclick.verdict.SimulatedExperiments.Look;
import io.nextclick.verdict.SimulatedExperiments.People;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the always-valid interval promises, on generated people, however often it is looked at. */
class ManyLooksTest {

    private static final int EXPERIMENTS = Soak.runs(1000, 200);
    private static final int OFTEN_EVERY = Soak.isWhole() ? 10 : 50;

    /** The looks of who looks after every 100 units, up to 20,000. */
    private static final SimulatedExperiments SOMETIMES =
            new SimulatedExperiments(EXPERIMENTS, 20_000, 100, 0.5);

    private static final SimulatedExperiments OFTEN =
            new SimulatedExperiments(EXPERIMENTS, 20_000, OFTEN_EVERY, 0.5);

    /** The arm gets a tenth. */
    private static final SimulatedExperiments UNEQUAL =
            new SimulatedExperiments(EXPERIMENTS, 20_000, OFTEN_EVERY, 0.1);

    private static final double ALPHA = 0.05;

    static List<People> metrics() {
        return List.of(clicks(0.05), clicks(0.95), clicks(0.005), revenue(0.05), seconds(3));
    }

    private static People clicks(double rate) {
        return random -> Moments.of(random.nextDouble() < rate ? 1 : 0, 0);
    }

    /** Few buy, and what they pay is log-normal with a mean of 1. */
    private static People revenue(double rate) {
        return random ->
                Moments.of(
                        random.nextDouble() < rate
                                ? Math.exp(0.8 * random.nextGaussian() - 0.32)
                                : 0,
                        0);
    }

    /** All units have some, with a long tail. */
    private static People seconds(double mean) {
        return random -> Moments.of(mean * Math.exp(random.nextGaussian() - 0.5), 0);
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void without_a_difference_at_most_five_percent_ever_find_one(People people) {
        assertThat(SOMETIMES.shareEver(people, people, leavesOut(0))).isLessThanOrEqualTo(ALPHA);
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void so_it_is_of_a_small_arm(People people) {
        assertThat(UNEQUAL.shareEver(people, people, leavesOut(0))).isLessThanOrEqualTo(ALPHA);
    }

    /** Else the tests above would show nothing. */
    @ParameterizedTest
    @MethodSource("metrics")
    void an_interval_for_one_look_finds_one_in_a_quarter_at_least(People people) {
        assertThat(
                        SOMETIMES.shareEver(
                                people, people, SimulatedExperiments::isSignificantAtOneLook))
                .isGreaterThan(0.25);
    }

    @Test
    void a_true_difference_is_inside_at_all_looks_in_95_percent() {
        assertThat(OFTEN.shareEver(clicks(0.05), clicks(0.06), leavesOut(0.01)))
                .isLessThanOrEqualTo(ALPHA);
        assertThat(UNEQUAL.shareEver(clicks(0.05), clicks(0.06), leavesOut(0.01)))
                .isLessThanOrEqualTo(ALPHA);
        assertThat(OFTEN.shareEver(revenue(0.05), revenue(0.07), leavesOut(0.02)))
                .isLessThanOrEqualTo(ALPHA);
        assertThat(UNEQUAL.shareEver(revenue(0.05), revenue(0.07), leavesOut(0.02)))
                .isLessThanOrEqualTo(ALPHA);
    }

    /**
     * Units of an experiment go on: every tenth moment brings a new unit, and all others one of
     * those that are there. What is counted is then no sum of independent units.
     */
    @Test
    void totals_of_units_that_go_on_find_no_difference_that_is_not() {
        assertThat(shareEverOfTotals(leavesOut(0))).isLessThanOrEqualTo(ALPHA);
        assertThat(shareEverOfTotals(SimulatedExperiments::isSignificantAtOneLook))
                .isGreaterThan(0.15);
    }

    private static double shareEverOfTotals(Look look) {
        int found = 0;
        for (int i = 0; i < EXPERIMENTS; i++) {
            found += isEverOfTotals(new SplittableRandom(i), look) ? 1 : 0;
        }
        return (double) found / EXPERIMENTS;
    }

    private static boolean isEverOfTotals(RandomGenerator random, Look look) {
        int most = 3_000;
        double[] clicks = new double[most];
        double[] rates = new double[most];
        int[] armOf = new int[most];
        Moments[] arms = {Moments.NONE, Moments.NONE};
        int units = 0;
        for (int moment = 0; moment < 10 * most; moment++) {
            if (moment % 10 == 0) {
                rates[units] = 0.2 * random.nextDouble();
                armOf[units] = random.nextInt(2);
                arms[armOf[units]] = arms[armOf[units]].plus(Moments.of(0, 0));
                units++;
            } else {
                int unit = random.nextInt(units);
                if (random.nextDouble() < rates[unit]) {
                    Moments before = Moments.of(clicks[unit], 0);
                    Moments after = Moments.of(++clicks[unit], 0);
                    arms[armOf[unit]] = arms[armOf[unit]].plus(after.minus(before));
                }
            }
            if (moment % 1_000 == 999 && look.isTrueOf(arms[0], arms[1])) {
                return true;
            }
        }
        return false;
    }

    /** What a unit does goes on what it did before: half its variance. */
    private static People known(double lift) {
        return random -> {
            double before = 2 + random.nextGaussian();
            return Moments.of(before + lift + random.nextGaussian(), before);
        };
    }

    private static People unknown(double lift) {
        return random -> {
            Moments known = known(lift).next(random);
            return new Moments(1, known.y(), known.yy(), 0, 0, 0);
        };
    }

    @Test
    void a_covariate_keeps_the_promise() {
        assertThat(OFTEN.shareEver(known(0), known(0), leavesOut(0))).isLessThanOrEqualTo(ALPHA);
        assertThat(OFTEN.shareEver(known(0), known(0.1), leavesOut(0.1)))
                .isLessThanOrEqualTo(ALPHA);
        assertThat(UNEQUAL.shareEver(known(0), known(0), leavesOut(0))).isLessThanOrEqualTo(ALPHA);
    }

    /** Half the variance needs half the units. */
    @Test
    void a_covariate_finds_a_difference_with_half_the_units() {
        SimulatedExperiments half = new SimulatedExperiments(EXPERIMENTS, 1_800, 100, 0.5);
        SimulatedExperiments whole = new SimulatedExperiments(EXPERIMENTS, 3_600, 100, 0.5);
        double with = half.shareEver(known(0), known(0.2), leavesOut(0));
        assertThat(with).isGreaterThan(0.8);
        assertThat(half.shareEver(unknown(0), unknown(0.2), leavesOut(0))).isLessThan(with - 0.2);
        assertThat(whole.shareEver(unknown(0), unknown(0.2), leavesOut(0))).isGreaterThan(0.8);
    }

    @Test
    void the_planned_number_of_units_finds_the_difference() {
        double variance =
                Planner.variance(
                        Planner.varianceOfRate(0.05), Planner.varianceOfRate(0.07), 0.5, 0.5);
        Goal goal = new Goal(0.02, ALPHA, 0.8, 5000);
        int units = (int) Planner.units(variance, goal).alwaysValid();
        assertThat(
                        new SimulatedExperiments(EXPERIMENTS, units, 100, 0.5)
                                .shareEver(clicks(0.05), clicks(0.07), leavesOut(0)))
                .isBetween(0.8, 0.95);
    }
}
