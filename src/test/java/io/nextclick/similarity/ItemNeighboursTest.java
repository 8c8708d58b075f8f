package io.nextclick.similarity;

import static io.nextclick.testkit.Events.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemNeighboursTest {

    private static final long HALF_LIFE = 3_600_000;
    private static final SimilaritySettings RULES =
            new SimilaritySettings(HALF_LIFE, 50, 5, 50, 0, 1_000, 500);
    private static final PairLearning PAIRS = new PairLearning(RULES);
    private static final ItemAnswers ANSWERS = new ItemAnswers(RULES);

    private final ItemNeighbours item = new ItemNeighbours();

    private List<String> best(int most) {
        List<String> names = new ArrayList<>();
        for (int place : NeighbourOrder.best(item, most)) {
            names.add(item.items[place]);
        }
        return names;
    }

    private float score(String neighbour) {
        for (int place : NeighbourOrder.best(item, 100)) {
            if (item.items[place].equals(neighbour)) {
                return ANSWERS.score(item, place);
            }
        }
        return 0;
    }

    private float[] strengths(int count) {
        float[] strengths = new float[count];
        for (int place = 0; place < count; place++) {
            strengths[place] = item.strength(place);
        }
        return strengths;
    }

    @Test
    void a_forward_pair_counts_twice_a_backward_one() {
        PAIRS.addAfter(item, "next", 1, false, NOON);
        PAIRS.addBefore(item, "former", 1, NOON);
        assertThat(best(10)).containsExactly("next", "former");
        assertThat(score("next")).isEqualTo(1f);
        assertThat(score("former")).isEqualTo(0.5f);
    }

    @Test
    void a_score_is_over_the_root_of_the_items_own_visits() {
        for (int i = 0; i < 4; i++) {
            PAIRS.visit(item, 1, NOON);
        }
        PAIRS.addAfter(item, "next", 3, false, NOON);
        assertThat(score("next")).isEqualTo(1.5f, within(1e-6f));
    }

    /** Going on to an item and wanting it, as a correction says it: no answer is asked. */
    private static ItemMessage correction(float weight, float intent) {
        return new ItemMessage(
                "default",
                "item",
                "ann",
                9,
                ItemMessage.NO_ANSWER,
                NOON,
                0,
                null,
                "wanted",
                weight,
                false,
                intent,
                new String[0],
                new float[0]);
    }

    @Test
    void a_wish_that_is_corrected_before_its_pair_is_kept_and_a_wish_alone_is_no_neighbour() {
        PAIRS.learn(correction(1, 3), item);
        PAIRS.learn(correction(-1, -3), item);
        assertThat(item.size).isZero();
        PAIRS.learn(correction(0, 3), item);
        assertThat(best(10)).isEmpty();
        PAIRS.learn(correction(1, 3), item);
        assertThat(best(10)).containsExactly("wanted");
        assertThat(item.intent[0]).isEqualTo(6);
        PAIRS.learn(correction(-1, -3), item);
        PAIRS.learn(correction(0, -3), item);
        assertThat(item.size).isZero();
    }

    @Test
    void old_weights_fade_by_half_in_a_half_life() {
        PAIRS.addAfter(item, "old", 1, false, NOON);
        PAIRS.addAfter(item, "new", 0.6f, false, NOON + HALF_LIFE);
        assertThat(best(10)).containsExactly("new", "old");
        assertThat(score("old")).isEqualTo(0.5f, within(1e-6f));
    }

    @Test
    void the_order_of_arrival_does_not_matter_for_weights() {
        ItemNeighbours sorted = new ItemNeighbours();
        ItemNeighbours shuffled = new ItemNeighbours();
        PAIRS.addAfter(sorted, "a", 1, false, NOON);
        PAIRS.addAfter(sorted, "a", 2, false, NOON + HALF_LIFE);
        PAIRS.addAfter(shuffled, "a", 2, false, NOON + HALF_LIFE);
        PAIRS.addAfter(shuffled, "a", 1, false, NOON);
        assertThat(ANSWERS.score(shuffled, 0)).isEqualTo(ANSWERS.score(sorted, 0), within(1e-6f));
    }

    @Test
    void a_moved_landmark_changes_no_score_and_keeps_weights_finite() {
        PAIRS.visit(item, 1, NOON);
        PAIRS.addAfter(item, "a", 1, false, NOON);
        for (int hour = 1; hour <= 10_000; hour++) {
            PAIRS.addAfter(item, "b", 1, false, NOON + hour * HALF_LIFE);
        }
        assertThat(score("b")).isEqualTo(2f, within(0.01f));
        assertThat(score("a")).isZero();
        assertThat(item.landmarkMillis).isGreaterThan(NOON);
        assertThat(item.weight).isFinite();
    }

    @Test
    void the_list_is_bounded_and_a_steady_neighbour_never_leaves_it() {
        Random random = new Random(5);
        for (int i = 0; i < 50_000; i++) {
            long millis = NOON + i;
            PAIRS.addAfter(item, "rare" + random.nextInt(10_000), 1, false, millis);
            if (i % 3 == 0) {
                PAIRS.addAfter(item, "steady", 1, false, millis);
            }
            assertThat(item.size).isLessThanOrEqualTo(5);
            assertThat(item.items.length).isLessThanOrEqualTo(5);
        }
        assertThat(best(1)).containsExactly("steady");
    }

    @Test
    void the_best_are_those_of_a_full_sort() {
        Random random = new Random(6);
        PairLearning wide =
                new PairLearning(new SimilaritySettings(HALF_LIFE, 50, 200, 50, 0, 1_000, 500));
        for (int i = 0; i < 150; i++) {
            wide.addAfter(item, "i" + i, random.nextFloat() * 10, false, NOON);
        }
        int[] best = NeighbourOrder.best(item, 50);
        assertThat(best).hasSize(50);
        for (int i = 1; i < best.length; i++) {
            assertThat(item.forward[best[i - 1]]).isGreaterThanOrEqualTo(item.forward[best[i]]);
        }
        int[] all = NeighbourOrder.best(item, 1_000);
        assertThat(all).hasSize(150).startsWith(best);
    }

    @Test
    void equal_scores_keep_the_order_in_which_they_came() {
        for (String name : List.of("c", "a", "b")) {
            PAIRS.addAfter(item, name, 1, false, NOON);
        }
        assertThat(best(3)).containsExactly("c", "a", "b");
    }

    @Test
    void what_is_trending_is_not_evicted_for_a_new_neighbour() {
        for (int i = 0; i < 5; i++) {
            PAIRS.addAfter(item, "old" + i, 0.9f, false, NOON);
        }
        for (int i = 0; i < 500; i++) {
            PAIRS.visit(item, 1, NOON);
        }
        PAIRS.addAfter(item, "new", 0.5f, false, NOON);
        PAIRS.addAfter(item, "newer", 0.5f, false, NOON);
        assertThat(best(10)).contains("new", "newer").hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_first_places_hold_the_strongest_after_every_update(long seed) {
        Random random = new Random(seed);
        PairLearning pairs =
                new PairLearning(new SimilaritySettings(HALF_LIFE, 50, 30, 10, 0, 1_000, 500));
        for (int step = 0; step < 3_000; step++) {
            String neighbour = "n" + (int) Math.abs(random.nextGaussian() * 20);
            long millis = NOON + step * 10_000L;
            float weight = random.nextFloat();
            switch (random.nextInt(3)) {
                case 0 -> pairs.addBefore(item, neighbour, weight, millis);
                case 1 -> pairs.visit(item, 1, millis);
                default -> pairs.addAfter(item, neighbour, weight, true, millis);
            }
            int count = NeighbourOrder.strongestFirst(item, 10);
            float[] first = strengths(count);
            float[] all = strengths(item.size);
            Arrays.sort(first);
            Arrays.sort(all);
            assertThat(first)
                    .containsExactly(Arrays.copyOfRange(all, all.length - count, all.length));
            assertThat(Arrays.asList(item.items).subList(0, item.size)).doesNotHaveDuplicates();
        }
        assertThat(item.size).isEqualTo(30);
    }
}
