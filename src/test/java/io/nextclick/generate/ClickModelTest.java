package io.nextclick.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClickModelTest {

    private static final int LISTS = 200_000;

    /** The 99.9th percentile of chi-square with 6 degrees of freedom. */
    private static final double CHI_SQUARE = 22.46;

    private static final double[] RELEVANCE = {0.08, 0.3, 0.004, 0.5, 0, 1, 0.15};

    private final ClickModel model = new ClickModel(1.2);

    @Test
    void attention_falls_with_the_position_as_its_power() {
        assertThat(model.examination(1)).isEqualTo(1);
        assertThat(model.examination(2)).isEqualTo(Math.pow(2, -1.2));
        assertThat(model.examination(10)).isCloseTo(0.0631, within(1e-4));
        assertThat(new ClickModel(0).examination(100)).isEqualTo(1);
    }

    @Test
    void clicks_at_each_position_are_as_many_as_attention_times_relevance() {
        SplittableRandom random = new SplittableRandom(7);
        long[] clicks = new long[RELEVANCE.length];
        long clicked = 0;
        for (int list = 0; list < LISTS; list++) {
            List<Integer> positions = model.draw(random, RELEVANCE);
            assertThat(positions).isSorted().doesNotHaveDuplicates();
            positions.forEach(position -> clicks[position - 1]++);
            clicked += positions.isEmpty() ? 0 : 1;
        }
        double chiSquare = 0;
        for (int i = 0; i < RELEVANCE.length; i++) {
            double chance = Math.pow(i + 1, -1.2) * RELEVANCE[i];
            if (chance == 0) {
                assertThat(clicks[i]).as("position %d", i + 1).isZero();
            } else {
                double distance = clicks[i] - LISTS * chance;
                chiSquare += distance * distance / (LISTS * chance * (1 - chance));
            }
        }
        assertThat(chiSquare).isLessThan(CHI_SQUARE);
        double rate = model.expectedRate(RELEVANCE);
        assertThat((double) clicked / LISTS)
                .isCloseTo(rate, within(4 * Math.sqrt(rate * (1 - rate) / LISTS)));
        assertThat((double) sum(clicks) / LISTS)
                .isCloseTo(model.expectedClicks(RELEVANCE), within(0.01));
    }

    @Test
    void what_a_list_should_bring_is_known() {
        ClickModel halving = new ClickModel(1);
        assertThat(halving.expectedClicks(0.5, 0.5)).isCloseTo(0.75, within(1e-12));
        assertThat(halving.expectedRate(0.5, 0.5)).isCloseTo(1 - 0.5 * 0.75, within(1e-12));
        assertThat(halving.expectedClicks()).isZero();
        assertThat(halving.expectedRate()).isZero();
    }

    @Test
    void the_better_item_first_brings_more() {
        assertThat(model.expectedClicks(0.3, 0.1)).isGreaterThan(model.expectedClicks(0.1, 0.3));
    }

    @Test
    void a_seed_gives_the_same_clicks() {
        List<List<Integer>> first = draws(3);
        assertThat(draws(3)).isEqualTo(first);
        assertThat(draws(4)).isNotEqualTo(first);
    }

    @Test
    void what_no_model_has_is_refused() {
        for (double eta : new double[] {-0.1, 10.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ClickModel(eta));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> model.examination(0));
        for (double relevance : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> model.click(1, relevance));
        }
    }

    private List<List<Integer>> draws(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Integer>> draws = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            draws.add(model.draw(random, RELEVANCE));
        }
        return draws;
    }

    private static long sum(long[] numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }
}
