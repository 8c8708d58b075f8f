package io.nextclick.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.testkit.Soak;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlendModelTest {

    private static final LearningSettings RULES = LearningSettings.DEFAULT;
    private static final int CANDIDATES = 20;

    private final BlendModel model = new BlendModel();
    private final Random random = new Random(1);
    private final SignalTable table = new SignalTable();

    /** A list of which the person takes the candidate that some true weights favour. */
    private final class Lists {
        private final float[] truth;
        private String went = "";

        Lists(Signal likes, float weight) {
            truth = new float[Weights.COUNT];
            truth[Weights.place(likes)] = weight;
        }

        TrainingExample next() {
            table.clear(CANDIDATES);
            String[] items = new String[CANDIDATES];
            int[] ranking = new int[CANDIDATES];
            for (int row = 0; row < CANDIDATES; row++) {
                items[row] = "i" + row;
                ranking[row] = row;
                for (Signal signal : Signal.values()) {
                    table.set(row, signal, (float) random.nextGaussian());
                }
            }
            float[] scores = table.weigh(truth);
            int best = 0;
            for (int row = 1; row < CANDIDATES; row++) {
                // Gumbel noise makes it a draw from the softmax.
                scores[row] -= (float) Math.log(-Math.log(random.nextDouble()));
                best = scores[row] > scores[best] ? row : best;
            }
            went = items[best];
            return TrainingExample.of(table, ranking, ranking.length, items);
        }
    }

    private void learn(Lists lists, int examples) {
        for (int i = 0; i < examples; i++) {
            TrainingExample example = lists.next();
            model.learn(example, lists.went, 1, RULES);
        }
    }

    private float weight(Signal signal) {
        return model.serving()[Weights.place(signal)];
    }

    @Test
    void a_new_model_serves_the_initial_weights() {
        assertThat(model.serving()).containsExactly(Weights.initial());
    }

    @Test
    void it_finds_what_people_go_by() {
        learn(new Lists(Signal.NEXT, 2), 5_000);
        assertThat(weight(Signal.NEXT)).isEqualTo(2, within(0.25f));
        assertThat(weight(Signal.STRENGTH)).isEqualTo(0, within(0.15f));
        assertThat(model.fallback).isFalse();
        assertThat(model.excess).isNegative();
    }

    @Test
    void no_step_is_larger_than_the_rate() {
        Lists lists = new Lists(Signal.FORWARD, 3);
        for (int i = 0; i < 500; i++) {
            float[] before = model.weights.clone();
            TrainingExample example = lists.next();
            model.learn(example, lists.went, 1, RULES);
            for (int signal = 0; signal < Signal.COUNT; signal++) {
                assertThat(Math.abs(model.weights[signal] - before[signal]))
                        .isLessThanOrEqualTo((float) RULES.rate() + 1e-6f);
            }
        }
    }

    @Test
    void what_was_no_candidate_teaches_nothing() {
        assertThat(model.learn(new Lists(Signal.NEXT, 1).next(), "elsewhere", 1, RULES)).isFalse();
        assertThat(model.examples).isZero();
    }

    @Test
    void where_learning_is_off_nothing_is_learnt() {
        Lists lists = new Lists(Signal.NEXT, 1);
        TrainingExample example = lists.next();
        assertThat(
                        model.learn(
                                example,
                                lists.went,
                                1,
                                new LearningSettings(false, 0.1, 0, 0, ClickValues.DEFAULT)))
                .isFalse();
        assertThat(model.serving()).containsExactly(Weights.initial());
    }

    @Test
    void a_change_of_what_people_go_by_is_found_and_relearnt() {
        learn(new Lists(Signal.NEXT, 3), 20_000);
        assertThat(model.drifts).isZero();
        learn(new Lists(Signal.BACKWARD, 3), 3_000);
        assertThat(model.drifts).isPositive();
        assertThat(weight(Signal.BACKWARD)).isGreaterThan(1.5f);
    }

    @Test
    void a_steady_stream_is_no_drift() {
        learn(new Lists(Signal.NEXT, 1), Soak.runs(50_000, 15_000));
        assertThat(model.drifts).isZero();
        assertThat(model.fallbacks).isZero();
    }

    @Test
    void where_the_initial_weights_do_better_they_serve_until_the_learnt_ones_are_back() {
        // Weights that no stream would lead to, as after a change from one hour to the next.
        for (int i = 0; i < Signal.COUNT; i++) {
            model.weights[i] = i % 2 == 0 ? 4 : -4;
            model.squares[i] = 1e6;
        }
        Lists lists = new Lists(Signal.NEXT, 2);
        learn(lists, BlendModel.FEWEST);
        assertThat(model.fallback).isTrue();
        assertThat(model.serving()).containsExactly(Weights.initial());
        learn(lists, 2_000);
        assertThat(model.fallback).isFalse();
        assertThat(weight(Signal.NEXT)).isGreaterThan(1);
    }

    @Test
    void l1_leaves_what_says_nothing_at_its_initial_weight() {
        Lists lists = new Lists(Signal.NEXT, 2);
        LearningSettings sparse = new LearningSettings(true, 0.1, 0.3, 0, ClickValues.DEFAULT);
        for (int i = 0; i < 5_000; i++) {
            TrainingExample example = lists.next();
            model.learn(example, lists.went, 1, sparse);
        }
        assertThat(weight(Signal.POPULAR))
                .isEqualTo(Weights.initial(Weights.place(Signal.POPULAR)), within(0.05f));
        assertThat(weight(Signal.NEXT)).isGreaterThan(1);
    }

    @Test
    void a_signal_is_learnt_for_the_context_that_it_matters_in() {
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            // In deep visits people follow the trend, in others the brand.
            boolean deep = i % 2 == 0;
            SignalTable table = new SignalTable();
            table.clear(2);
            table.set(Context.DEPTH, deep ? 1 : -1);
            table.set(0, Signal.TREND, 1);
            table.set(1, Signal.BRAND, 1);
            TrainingExample example =
                    TrainingExample.of(table, new int[] {0, 1}, 2, new String[] {"a", "b"});
            boolean likely = random.nextInt(10) > 0;
            model.learn(example, deep == likely ? "a" : "b", 1, RULES);
        }
        float[] weights = model.serving();
        assertThat(weights[Weights.place(Signal.TREND, Context.DEPTH)]).isGreaterThan(0.5f);
        assertThat(weights[Weights.place(Signal.BRAND, Context.DEPTH)]).isLessThan(-0.5f);
        assertThat(weights[Weights.place(Signal.TREND, Context.STAYED)]).isZero();
    }
}
