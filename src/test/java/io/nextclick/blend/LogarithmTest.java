package io.nextclick.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogarithmTest {

    @Test
    void it_is_within_three_ten_thousandths_of_the_exact_one() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            float value = (float) Math.exp(random.nextDouble() * 40 - 20);
            assertThat(Logarithm.of(value)).isEqualTo((float) Math.log(value), within(3e-4f));
        }
    }

    @Test
    void it_never_falls() {
        float last = Float.NEGATIVE_INFINITY;
        for (float value = 1e-6f; value < 1e6f; value *= 1.0001f) {
            float log = Logarithm.of(value);
            assertThat(log).isGreaterThanOrEqualTo(last);
            last = log;
        }
    }
}
