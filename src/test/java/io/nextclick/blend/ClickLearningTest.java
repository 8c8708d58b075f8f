package io.nextclick.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.generate.ClickModel;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clicks in lists and what comes of them teach, beside visitors of whom the truth is known.
 */
class ClickLearningTest {

    private static final String HOME = "shop/home";
    private static final int PLACES = 10;
    private static final int WANTED = Weights.place(Signal.BRAND);
    private static final int SHOWN_FIRST = Weights.place(Signal.TREND);

    private final Random random = new Random(3);
    private final SignalTable table = new SignalTable();
    private Blends blends = blends(1);
    private long now = 1_000;

    private static Blends blends(double positionBias) {
        LearningSettings rules = LearningSettings.DEFAULT;
        ClickValues clicks = rules.clicks().withPositionBias(positionBias);
        return new Blends(new LearningSettings(true, rules.rate(), 0, 0, clicks), 10, 0);
    }

    /** Items i1, i2 …, each with a random value of the two signals that matter here. */
    private TrainingExample list(boolean ordered) {
        table.clear(PLACES);
        float[] trend = new float[PLACES];
        for (int row = 0; row < PLACES; row++) {
            trend[row] = (float) random.nextGaussian();
        }
        if (ordered) {
            Arrays.sort(trend);
        }
        int[] ranking = new int[PLACES];
        String[] items = new String[PLACES];
        for (int row = 0; row < PLACES; row++) {
            ranking[row] = row;
            items[row] = "i" + (row + 1);
            table.set(row, Signal.TREND, trend[PLACES - 1 - row]);
            table.set(row, Signal.BRAND, (float) random.nextGaussian());
        }
        return TrainingExample.of(table, ranking, PLACES, items);
    }

    private void show(TrainingExample list, Map<String, Double> chances) {
        blends.remember("ann", new PendingList(HOME, "list", chances, 0, 0, now), list);
    }

    private boolean click(int position) {
        return blends.learn("ann", "i" + position, new ListPlace("list", position), now++);
    }

    private boolean say(Outcome.Kind kind, String item, double amount) {
        return blends.learn("ann", new Outcome(kind, item, amount));
    }

    private boolean refuse(String item) {
        return blends.reject("ann", item, null);
    }

    private float[] weights() {
        return blends.model(HOME).weights.clone();
    }

    private double[] chances(TrainingExample list) {
        double[] chances = new double[PLACES];
        list.probabilities(weights(), new float[Signal.COUNT], chances);
        return chances;
    }

    /**
     * Lists are always in the order of TREND, which nobody cares for; people want BRAND. What is
     * learnt of their clicks, as if TREND was wanted: its weight above the initial one, by BRAND's.
     */
    private double mistaken(double attention, double positionBias) {
        blends = blends(positionBias);
        ClickModel clicks = new ClickModel(attention);
        SplittableRandom drawn = new SplittableRandom(5);
        for (int visit = 0; visit < 20_000; visit++) {
            TrainingExample list = list(true);
            double[] relevance = new double[PLACES];
            for (int place = 0; place < PLACES; place++) {
                relevance[place] = 0.5 / (1 + Math.exp(1 - 2 * table.get(place, Signal.BRAND)));
            }
            for (int position : clicks.draw(drawn, relevance)) {
                show(list, Map.of());
                click(position);
            }
        }
        return (double) weights()[SHOWN_FIRST] / weights()[WANTED];
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.75, 1})
    void whatWasOnlyShownFirstIsNotTakenForWanted(double attention) {
        assertThat(mistaken(attention, 0)).as("clicks counted alike").isGreaterThan(0.3);
        assertThat(mistaken(attention, attention)).as("by position").isCloseTo(0, within(0.05));
        double byDefault = mistaken(attention, ClickValues.DEFAULT.positionBias());
        assertThat(byDefault).as("by the default").isCloseTo(0, within(0.3));
    }

    /** The same with the default option, where the order of two neighbours is drawn. */
    private double mistakenWhereOrdersAreDrawn(double attention, int visits) {
        blends = blends(ClickValues.DEFAULT.positionBias());
        ClickModel clicks = new ClickModel(attention);
        SplittableRandom drawn = new SplittableRandom(5);
        for (int visit = 0; visit < visits; visit++) {
            TrainingExample list = list(true);
            int upper = 1 + drawn.nextInt(5);
            int[] rowAt = new int[PLACES + 1];
            Arrays.setAll(rowAt, place -> place - 1);
            if (drawn.nextBoolean()) {
                rowAt[upper] = upper;
                rowAt[upper + 1] = upper - 1;
            }
            double[] relevance = new double[PLACES];
            for (int place = 0; place < PLACES; place++) {
                double wanted = table.get(rowAt[place + 1], Signal.BRAND);
                relevance[place] = 0.5 / (1 + Math.exp(1 - 2 * wanted));
            }
            for (int position : clicks.draw(drawn, relevance)) {
                PendingList shown = new PendingList(HOME, "list", Map.of(), 0, upper, now);
                blends.remember("ann", shown, list);
                String item = "i" + (rowAt[position] + 1);
                blends.learn("ann", item, new ListPlace("list", position), now++);
            }
        }
        return (double) weights()[SHOWN_FIRST] / weights()[WANTED];
    }

    private double eta() {
        return blends.model(HOME).positionBias.eta(ClickValues.DEFAULT.positionBias());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.75, 1.25})
    void howAttentionFallsIsLearntWhereOrdersAreDrawn(double attention) {
        double mistaken = mistakenWhereOrdersAreDrawn(attention, 20_000);

        assertThat(eta()).isCloseTo(attention, within(0.1));
        assertThat(mistaken).isCloseTo(0, within(0.25));
        if (attention != ClickValues.DEFAULT.positionBias()) {
            assertThat(Math.abs(mistaken(attention, ClickValues.DEFAULT.positionBias())))
                    .as("by the option alone")
                    .isGreaterThan(1.5 * Math.abs(mistaken));
        }
    }

    @Test
    void aClickElsewhereThanOnTheDrawnPlacesSaysNothingOfAttention() {
        double before = eta();
        for (int position : new int[] {1, 4, 5}) {
            PendingList shown = new PendingList(HOME, "list", Map.of(), 0, 2, now);
            blends.remember("ann", shown, list(false));
            click(position);
        }
        blends.remember("ann", new PendingList(HOME, "list", Map.of(), 0, 2, now), list(false));
        blends.learn("ann", "i2", new ListPlace("another", 2), now++);
        blends.remember("ann", new PendingList(HOME, "list", Map.of(), 0, 2, now), list(false));
        blends.learn("ann", "i2", null, now++);
        assertThat(eta()).isEqualTo(before);
    }

    @Test
    void attentionIsBoundedWhateverIsClicked() {
        PositionBias bias = new PositionBias();
        for (int i = 0; i < 100_000; i++) {
            bias.learn(1, true, 0.75);
        }
        assertThat(bias.eta(0.75)).isLessThanOrEqualTo(PositionBias.STEEPEST).isGreaterThan(2);
        assertThat(bias.information).isLessThanOrEqualTo(PositionBias.MOST_INFORMATION);
        for (int i = 0; i < 100_000; i++) {
            bias.learn(1, false, 0.75);
        }
        assertThat(bias.eta(0.75)).as("flat, not upside down").isZero();
    }

    /** What is beyond the bound of the contract would be refused where policies are read. */
    @Test
    void attentionThatIsMergedStaysWithinTheBoundsOfThePolicy() {
        mistakenWhereOrdersAreDrawn(1.25, 2_000);
        SharedPolicy shared = new SharedPolicy();
        blends.contributions(now).forEach(shared::add);
        PositionBias own = blends.model(HOME).positionBias;
        own.information = PositionBias.MOST_INFORMATION;
        Policy alone = shared.publish(now);
        Policy more =
                new Policy(
                        HOME,
                        alone.version(),
                        alone.updatedAtMillis(),
                        alone.sinceMillis(),
                        alone.weights(),
                        alone.squares(),
                        alone.examples(),
                        alone.loss(),
                        alone.excess(),
                        alone.fallback(),
                        alone.subtasks(),
                        alone.numbers(),
                        alone.positionBiasShift(),
                        alone.positionBiasInformation() + 100);
        blends.take(more);
        assertThat(own.information).isEqualTo(PositionBias.MOST_INFORMATION);
    }

    @Test
    void whatSubtasksLearnOfAttentionIsMerged() {
        mistakenWhereOrdersAreDrawn(1.25, 2_000);
        double learnt = eta();
        SharedPolicy shared = new SharedPolicy();
        blends.contributions(now).forEach(shared::add);
        Policy policy = shared.publish(now);
        blends.take(policy);
        assertThat(eta()).as("its own comes back").isEqualTo(learnt);
        blends = blends(ClickValues.DEFAULT.positionBias());
        blends.take(policy);
        assertThat(eta()).as("another's").isEqualTo(learnt);
    }

    @Test
    void aClickFarBelowCountsMoreThanOneAtTheTop() {
        TrainingExample list = list(false);
        double[] moved = new double[3];
        int[] positions = {1, 5, 10};
        for (int i = 0; i < positions.length; i++) {
            blends = blends(1);
            // Beside it a first step of the same size: AdaGrad makes any first step as large.
            show(list, Map.of());
            click(2);
            float before = weights()[WANTED];
            show(list, Map.of());
            click(positions[i]);
            moved[i] = Math.abs(weights()[WANTED] - before);
        }
        assertThat(moved[1]).isGreaterThan(moved[0]);
        assertThat(moved[2]).isGreaterThan(moved[0]);
    }

    @Test
    void aWeightIsCutAtItsBound() {
        ClickValues values = ClickValues.DEFAULT.withPositionBias(1);
        assertThat(values.weight(1, 1)).isEqualTo(1);
        assertThat(values.weight(4, 1)).isEqualTo(4);
        assertThat(values.weight(4, 0.5)).isEqualTo(8);
        assertThat(values.weight(20, 1)).isEqualTo(ClickValues.MOST_WEIGHT);
        assertThat(values.weight(1, 0.001)).isEqualTo(ClickValues.MOST_WEIGHT);
        assertThat(values.weight(0, 1)).as("no such position").isEqualTo(1);
    }

    @Test
    void anItemThatADrawPutThereCountsTheInverseOfItsChance() {
        TrainingExample list = list(false);
        blends = blends(0);
        show(list, Map.of("i3", 0.25));
        click(3);
        float[] drawn = weights();
        blends = blends(Math.log(4) / Math.log(3));
        show(list, Map.of());
        click(3);
        assertThat(weights()).as("as a click that counts 4").isEqualTo(drawn);
    }

    @Test
    void anotherListsPositionCountsForNothing() {
        TrainingExample list = list(false);
        show(list, Map.of());
        blends.learn("ann", "i7", new ListPlace("another", 7), now++);
        float[] named = weights();
        blends = blends(1);
        show(list, Map.of());
        blends.learn("ann", "i7", null, now++);
        assertThat(weights()).isEqualTo(named);
    }

    @Test
    void aCartAndAnOrderTeachMoreOfTheirClickAndOnlyOnce() {
        TrainingExample list = list(false);
        show(list, Map.of());
        click(4);
        double clicked = chances(list)[3];
        assertThat(say(Outcome.Kind.CART, "i5", 0)).as("another item").isFalse();
        assertThat(say(Outcome.Kind.CART, "i4", 0)).isTrue();
        double carted = chances(list)[3];
        assertThat(carted).isGreaterThan(clicked);
        assertThat(say(Outcome.Kind.CART, "i4", 0)).as("again").isFalse();
        assertThat(say(Outcome.Kind.ORDER, "i4", 0)).isTrue();
        assertThat(chances(list)[3]).isGreaterThan(carted);
        assertThat(say(Outcome.Kind.ORDER, "i4", 0)).as("again").isFalse();
    }

    @Test
    void whatIsBoughtAfterAWalkOfTheOwnTeachesNothing() {
        show(list(false), Map.of());
        blends.learn("ann", "i4", null, now++);
        assertThat(say(Outcome.Kind.CART, "i4", 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {9_999, 10_000})
    void aClickThatBouncedIsTakenBack(int millis) {
        TrainingExample list = list(false);
        double before = chances(list)[3];
        show(list, Map.of());
        click(4);
        double clicked = chances(list)[3];
        say(Outcome.Kind.TIME_SPENT, "i4", millis - 5_000);
        say(Outcome.Kind.TIME_SPENT, "i4", 5_000);
        show(list(false), Map.of());
        blends.learn("ann", "elsewhere", null, now++);
        double left = chances(list)[3];
        if (millis < ClickValues.DEFAULT.bounceMillis()) {
            assertThat(left).isLessThan((before + 2 * clicked) / 3);
        } else {
            assertThat(left).isEqualTo(clicked);
        }
    }

    @Test
    void aClickOfWhichNobodyKnowsTheTimeStays() {
        TrainingExample list = list(false);
        show(list, Map.of());
        click(4);
        double clicked = chances(list)[3];
        show(list(false), Map.of());
        blends.learn("ann", "elsewhere", null, now++);
        assertThat(chances(list)[3]).isEqualTo(clicked);
    }

    @Test
    void whoIsNotInterestedTeachesThatTheyAreNot() {
        TrainingExample list = list(false);
        show(list, Map.of());
        double before = chances(list)[0];
        assertThat(refuse("i1")).isTrue();
        double rejected = chances(list)[0];
        assertThat(rejected).isLessThan(before);
        assertThat(refuse("unknown")).isFalse();
        for (int i = 0; i < 10_000; i++) {
            refuse("i1");
        }
        assertThat(chances(list)[0]).isPositive().isLessThan(rejected);
        for (float weight : weights()) {
            assertThat(weight).isBetween(-20f, 20f);
        }
    }

    @Test
    void aRatingCountsByWhatRatingsAreLike() {
        TrainingExample list = list(false);
        show(list, Map.of());
        click(4);
        for (int i = 0; i < RatingScale.FEWEST; i++) {
            assertThat(say(Outcome.Kind.RATING, "i4", 3 + i % 2)).as("too few yet").isFalse();
        }
        double clicked = chances(list)[3];
        assertThat(say(Outcome.Kind.RATING, "i4", 5)).isTrue();
        double liked = chances(list)[3];
        assertThat(liked).isGreaterThan(clicked);
        assertThat(say(Outcome.Kind.RATING, "i4", 1)).isTrue();
        assertThat(chances(list)[3]).isLessThan(liked);
    }

    @Test
    void nobodyIsLearntFromWhoHasNoListOrWhereNothingIsLearnt() {
        assertThat(say(Outcome.Kind.CART, "i1", 0)).isFalse();
        LearningSettings rules = LearningSettings.DEFAULT;
        blends = new Blends(new LearningSettings(false, 0.1, 0, 0, rules.clicks()), 10, 0);
        show(list(false), Map.of());
        assertThat(click(1)).isFalse();
        assertThat(refuse("i1")).isFalse();
        assertThat(blends.pendingExamples()).isZero();
    }
}
