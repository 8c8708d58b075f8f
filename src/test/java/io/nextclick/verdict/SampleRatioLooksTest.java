package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.Soak;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The e-value of the split on generated assignments, looked at again and again. */
class SampleRatioLooksTest {

    private static final double[] HALVES = {0.5, 0.5};
    private static final int UNITS = 5_000;

    /** Units between two looks; the value moves little meanwhile. */
    private static final int EVERY = 10;

    /** The share of experiments with an alarm up to a number of units. */
    private static double alarms(int experiments, double trueShare, double level) {
        int alarms = 0;
        for (int i = 0; i < experiments; i++) {
            alarms += isAlarm(new SplittableRandom(i), trueShare, level) ? 1 : 0;
        }
        return (double) alarms / experiments;
    }

    private static boolean isAlarm(SplittableRandom random, double trueShare, double level) {
        long[] counts = new long[2];
        for (int unit = 1; unit <= UNITS; unit++) {
            counts[random.nextDouble() < trueShare ? 1 : 0]++;
            if (unit % EVERY == 0 && SampleRatio.eValue(counts, HALVES) >= level) {
                return true;
            }
        }
        return false;
    }

    @Test
    void a_true_split_alarms_at_most_once_in_a_thousand() {
        assertThat(alarms(Soak.runs(20_000, 1_000), 0.5, SampleRatio.ALARM))
                .isLessThanOrEqualTo(0.001);
    }

    /** Else the test above would show nothing. */
    @Test
    void a_lower_level_alarms_more_often_and_within_its_own_bound() {
        assertThat(alarms(Soak.runs(20_000, 1_000), 0.5, 10)).isBetween(0.005, 0.1);
    }

    @Test
    void a_split_of_55_to_45_is_found() {
        assertThat(alarms(Soak.runs(1_000), 0.55, SampleRatio.ALARM)).isGreaterThan(0.99);
    }
}
