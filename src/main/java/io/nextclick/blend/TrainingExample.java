package io.nextclick.blend;

import java.util.Arrays;

/**
 * The best candidates of a list with their signals: what a blend learns from once it is known where
 * the person went.
 */
public final class TrainingExample {

    /**
     * Most candidates: those further down change the weights little, and an example stays small.
     */
    public static final int MAX_CANDIDATES = 50;

    private final String[] items;
    private final float[] signals;

    private TrainingExample(String[] items, float[] signals) {
        this.items = items;
        this.signals = signals;
    }

    /**
     * The example of a list.
     *
     * @param table signals of its candidates
     * @param ranking rows of the table, best first
     * @param items ids by row
     */
    public static TrainingExample of(SignalTable table, int[] ranking, String[] items) {
        int count = Math.min(MAX_CANDIDATES, ranking.length);
        String[] best = new String[count];
        for (int i = 0; i < count; i++) {
            best[i] = items[ranking[i]];
        }
        return new TrainingExample(best, table.copyOf(ranking, count));
    }

    /** How many candidates there are. */
    int size() {
        return items.length;
    }

    /** The place of an item, -1 if it was no candidate. */
    int placeOf(String item) {
        return Arrays.asList(items).indexOf(item);
    }

    /**
     * Probability of each candidate under some weights: the softmax of the weighted sums.
     *
     * @param into takes the probabilities, at least as long as {@link #size()}
     */
    void probabilities(float[] weights, double[] into) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < items.length; i++) {
            double sum = 0;
            for (int signal = 0; signal < Signal.COUNT; signal++) {
                sum += weights[signal] * signals[i * Signal.COUNT + signal];
            }
            into[i] = sum;
            largest = Math.max(largest, sum);
        }
        double total = 0;
        for (int i = 0; i < items.length; i++) {
            into[i] = Math.exp(into[i] - largest);
            total += into[i];
        }
        for (int i = 0; i < items.length; i++) {
            into[i] /= total;
        }
    }

    /** Gradient of the loss of the target: expected signals less those of the target. */
    double[] gradient(double[] probabilities, int target) {
        double[] gradient = new double[Signal.COUNT];
        for (int i = 0; i < items.length; i++) {
            double share = probabilities[i] - (i == target ? 1 : 0);
            for (int signal = 0; signal < Signal.COUNT; signal++) {
                gradient[signal] += share * signals[i * Signal.COUNT + signal];
            }
        }
        return gradient;
    }
}
