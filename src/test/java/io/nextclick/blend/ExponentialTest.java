package io.nextclick.blend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialTest {

    private static void check(float exponent) {
        int exact = Float.floatToRawIntBits((float) Math.exp(exponent));
        if (Float.floatToRawIntBits(Exponential.of(exponent)) != exact) {
            assertThat(Exponential.of(exponent))
                    .as("%s", exponent)
                    .isEqualTo((float) Math.exp(exponent));
        }
    }

    @Test
    void it_is_the_exact_one_to_the_last_bit() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000_000; i++) {
            check(-random.nextFloat() * (1 << (i % 8)));
        }
    }

    @Test
    void of_nothing_and_of_very_little_and_of_very_much_it_is_too() {
        float[] edges = {
            0,
            -0f,
            -Float.MIN_VALUE,
            -Float.MIN_NORMAL,
            -1e-8f,
            -79.99f,
            -80,
            -87.4f,
            -103.9f,
            -104.1f,
            -1e9f,
            -Float.MAX_VALUE,
            Float.NEGATIVE_INFINITY,
            Float.NaN
        };
        for (float edge : edges) {
            check(edge);
        }
    }

    @Test
    void where_two_floats_are_about_equally_near_it_asks_the_exact_one() {
        // The logarithms of what is halfway between two floats.
        Random random = new Random(4);
        for (int i = 0; i < 1_000_000; i++) {
            float low = random.nextFloat();
            double half = ((double) low + Math.nextUp(low)) / 2;
            float nearest = (float) Math.log(half);
            check(nearest);
            check(Math.nextUp(nearest));
            check(Math.nextDown(nearest));
        }
    }
}
