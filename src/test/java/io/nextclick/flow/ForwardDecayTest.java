package io.nextclick.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ForwardDecayTest {

    private final ForwardDecay hour = new ForwardDecay(3_600_000);

    @Test
    void a_weight_is_half_after_its_half_life() {
        double stored = hour.factor(1_000, 1_000);
        assertThat(stored / hour.factor(3_601_000, 1_000)).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void a_forward_sum_equals_the_sum_decayed_weight_by_weight() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            long landmark = random.nextInt(1_000_000);
            long now = landmark + 40_000_000;
            double forward = 0;
            double plain = 0;
            for (int i = 0; i < 50; i++) {
                long at = landmark + random.nextInt(40_000_000);
                forward += hour.factor(at, landmark);
                plain += Math.pow(0.5, (now - at) / 3_600_000.0);
            }
            assertThat(forward / hour.factor(now, landmark)).isEqualTo(plain, within(1e-9));
        }
    }

    @Test
    void the_landmark_is_worn_long_before_a_float_overflows() {
        long worn = 61 * 3_600_000L;
        assertThat(hour.isLandmarkWorn(worn, 0)).isTrue();
        assertThat((float) hour.factor(worn, 0)).isLessThan(Float.MAX_VALUE / 1e12f);
    }

    @Test
    void a_half_life_must_be_positive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ForwardDecay(0));
    }
}
