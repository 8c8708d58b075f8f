package io.nextclick.verdict;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Experiments of two arms on generated people, looked at again and again while they grow.
 *
 * @param experiments how many
 * @param units of both arms at the end
 * @param every units between two looks
 * @param armShare share of the arm; the control has the rest
 */
record SimulatedExperiments(int experiments, int units, int every, double armShare) {

    private static final long SEED = 17;
    private static final double ALPHA = 0.05;
    private static final long TUNED_FOR = 5000;

    /** The 97.5 % quantile of the normal distribution. */
    private static final double ONE_LOOK = 1.959963984540054;

    /** Draws what a unit does. */
    interface People {
        Moments next(RandomGenerator random);
    }

    /** What a look finds. */
    interface Look {
        boolean isTrueOf(Moments control, Moments arm);
    }

    /** The always-valid interval leaves out a difference. */
    static Look leavesOut(double difference) {
        return (control, arm) -> {
            Effect effect = effect(control, arm);
            return effect.low() > difference || effect.high() < difference;
        };
    }

    /** The usual 95 % interval, which is for one look, leaves out 0. */
    static boolean isSignificantAtOneLook(Moments control, Moments arm) {
        double error =
                Math.sqrt(control.variance() / control.units() + arm.variance() / arm.units());
        return Math.abs(arm.mean() - control.mean()) > ONE_LOOK * error;
    }

    static Effect effect(Moments control, Moments arm) {
        return Effects.of(control, arm, control.plus(arm), ALPHA, TUNED_FOR);
    }

    /** The share of experiments in which a look, any of them, finds it. */
    double shareEver(People control, People arm, Look look) {
        int found = 0;
        for (int i = 0; i < experiments; i++) {
            found += isEver(new SplittableRandom(SEED + i), control, arm, look) ? 1 : 0;
        }
        return (double) found / experiments;
    }

    private boolean isEver(RandomGenerator random, People control, People arm, Look look) {
        Moments[] sums = {Moments.NONE, Moments.NONE};
        for (int unit = 1; unit <= units; unit++) {
            int which = random.nextDouble() < armShare ? 1 : 0;
            sums[which] = sums[which].plus((which == 1 ? arm : control).next(random));
            if (unit % every == 0 && look.isTrueOf(sums[0], sums[1])) {
                return true;
            }
        }
        return false;
    }
}
