package io.nextclick.blend;

import java.util.Arrays;

/**
 * The best candidates of a list with their signals: what a blend learns from once it is known where
 * the person went. Signals are kept one after the other: of all candidates, of the few that have
 * any of the signals that not all have, or, where a signal is 0, of none.
 */
public final class TrainingExample {

    /**
     * Most candidates: those further down change the weights little, and an example stays small.
     */
    public static final int MAX_CANDIDATES = 50;

    private final String[] items;

    /** The few, in their order. */
    private final byte[] few;

    /** How many values of each signal there are: one a candidate, one for each of the few, or 0. */
    private final byte[] counts = new byte[Signal.COUNT];

    private final float[] values;

    private TrainingExample(String[] items, byte[] few, SignalTable table, int[] ranking) {
        this.items = items;
        this.few = few;
        int all = 0;
        for (int signal = 0; signal < Signal.COUNT; signal++) {
            int rows = table.filled(signal);
            counts[signal] =
                    (byte) (table.isWhole(rows) ? items.length : rows == 0 ? 0 : few.length);
            all += counts[signal];
        }
        this.values = new float[all];
        int at = 0;
        for (int signal = 0; signal < Signal.COUNT; signal++) {
            int count = counts[signal];
            if (count == items.length) {
                table.copy(signal, ranking, values, at, count);
            } else {
                for (int k = 0; k < count; k++) {
                    values[at + k] = table.get(ranking[few[k]], signal);
                }
            }
            at += count;
        }
    }

    /**
     * The example of a list.
     *
     * @param table signals of its candidates
     * @param ranking rows of the table, best first
     * @param size how many of these there are
     * @param items ids by row
     */
    public static TrainingExample of(SignalTable table, int[] ranking, int size, String[] items) {
        String[] best = new String[Math.min(MAX_CANDIDATES, size)];
        byte[] few = new byte[best.length];
        int fewer = 0;
        int partial = table.partiallyFilled();
        for (int i = 0; i < best.length; i++) {
            best[i] = items[ranking[i]];
            if (ranking[i] < partial) {
                few[fewer++] = (byte) i;
            }
        }
        return new TrainingExample(best, Arrays.copyOf(few, fewer), table, ranking);
    }

    /** How many candidates there are. */
    int size() {
        return items.length;
    }

    /** The place of an item, -1 if it was no candidate. */
    int placeOf(String item) {
        int hash = item.hashCode();
        for (int i = 0; i < items.length; i++) {
            if (items[i].hashCode() == hash && items[i].equals(item)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Probability of each candidate under some weights: the softmax of the weighted sums.
     *
     * @param into takes the probabilities, at least as long as {@link #size()}
     */
    void probabilities(float[] weights, double[] into) {
        int size = items.length;
        Arrays.fill(into, 0, size, 0);
        int at = 0;
        for (int signal = 0; signal < Signal.COUNT; signal++) {
            float weight = weights[signal];
            int count = counts[signal];
            if (count == size) {
                for (int i = 0; i < count; i++) {
                    into[i] += weight * values[at + i];
                }
            } else {
                for (int k = 0; k < count; k++) {
                    into[few[k]] += weight * values[at + k];
                }
            }
            at += count;
        }
        softmax(into, size);
    }

    private static void softmax(double[] sums, int size) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, sums[i]);
        }
        double total = 0;
        for (int i = 0; i < size; i++) {
            sums[i] = Math.exp(sums[i] - largest);
            total += sums[i];
        }
        for (int i = 0; i < size; i++) {
            sums[i] /= total;
        }
    }

    /**
     * Gradient of the loss of the target: expected signals less those of the target.
     *
     * @param probabilities of the candidates; the target's is 1 less afterwards
     */
    double[] gradient(double[] probabilities, int target) {
        double[] gradient = new double[Signal.COUNT];
        probabilities[target] -= 1;
        int at = 0;
        for (int signal = 0; signal < Signal.COUNT; signal++) {
            int count = counts[signal];
            boolean whole = count == items.length;
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += probabilities[whole ? k : few[k]] * values[at + k];
            }
            gradient[signal] = sum;
            at += count;
        }
        return gradient;
    }
}
