package io.nextclick.blend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossDriftTest {

    private final LossDrift drift = new LossDrift();

    /** How many drifts are found in so many normal losses. */
    private int found(Random random, double mean, double deviation, int losses) {
        int found = 0;
        for (int i = 0; i < losses; i++) {
            found += drift.add(mean + deviation * random.nextGaussian()) ? 1 : 0;
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1", "2, 1", "3, 4", "4, 0"})
    void a_steady_loss_is_none_however_noisy(long seed, double deviation) {
        assertThat(found(new Random(seed), 2, deviation, 300_000)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 0.1", "2, 1", "3, 4"})
    void a_rise_of_half_a_deviation_is_found_within_five_hundred(long seed, double deviation) {
        Random random = new Random(seed);
        assertThat(found(random, 2, deviation, 5_000)).isZero();
        assertThat(found(random, 2 + deviation / 2, deviation, 500)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void a_fall_is_none(long seed) {
        Random random = new Random(seed);
        assertThat(found(random, 2, 1, 5_000)).isZero();
        assertThat(found(random, 1, 1, 5_000)).isZero();
    }
}
