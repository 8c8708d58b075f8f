package io.nextclick.blend;

import java.util.Arrays;

/**
 * The best candidates of a list with their signals: what a blend learns from once it is known where
 * the person went. Signals are kept one after the other: of all candidates, of the few that have
 * any of the signals that not all have, or, where a signal is 0, of none. Its memory serves one
 * list after the other.
 *
 * <p>Two for each person wait for the next click, so they are small and refer to no other object: a
 * collection copies them without looking into them. A candidate is its hash, which of 50 is another
 * item's once in 86 million times, and a signal the upper half of a float, of 8 significant bits.
 */
public final class TrainingExample {

    /**
     * Most candidates: those further down change the weights little, and an example stays small.
     */
    public static final int MAX_CANDIDATES = 50;

    /** Half of what the last bit of an upper half is worth. */
    private static final int HALF_OF_LAST = 1 << (Short.SIZE - 1);

    private static final int[] NO_ITEM = {};
    private static final byte[] NONE = {};
    private static final short[] NO_VALUE = {};

    /** Hashes of the candidates. */
    private int[] items = NO_ITEM;

    private int size;

    /** The few, in their order. */
    private byte[] few = NONE;

    private int fewer;

    /** How many values of each signal there are: one a candidate, one for each of the few, or 0. */
    private final byte[] counts = new byte[Signal.COUNT];

    private short[] values = NO_VALUE;
    private int valueCount;

    /** Of the list, by {@link Context#place}. */
    private final float[] context = new float[Context.COUNT];

    /** An example without candidates, to be filled. */
    public TrainingExample() {}

    /**
     * The example of a list.
     *
     * @param table signals of its candidates
     * @param ranking rows of the table, best first
     * @param size how many of these there are
     * @param items ids by row
     */
    public static TrainingExample of(SignalTable table, int[] ranking, int size, String[] items) {
        TrainingExample example = new TrainingExample();
        example.fill(table, ranking, size, items);
        return example;
    }

    /** Becomes the example of a list, see {@link #of}. */
    public void fill(SignalTable table, int[] ranking, int all, String[] ids) {
        makeRoom(Math.min(MAX_CANDIDATES, all));
        table.copyContext(context);
        fewer = 0;
        int partial = table.partiallyFilled();
        for (int i = 0; i < size; i++) {
            items[i] = ids[ranking[i]].hashCode();
            if (ranking[i] < partial) {
                few[fewer++] = (byte) i;
            }
        }
        int wanted = 0;
        for (int signal = 0; signal < Signal.COUNT; signal++) {
            int rows = table.filled(signal);
            counts[signal] = (byte) (table.isWhole(rows) ? size : rows == 0 ? 0 : fewer);
            wanted += counts[signal];
        }
        makeRoomForValues(wanted);
        int at = 0;
        for (int signal = 0; signal < Signal.COUNT; signal++) {
            int count = counts[signal];
            boolean whole = count == size;
            for (int k = 0; k < count; k++) {
                values[at + k] = upperHalf(table.get(ranking[whole ? k : few[k]], signal));
            }
            at += count;
        }
    }

    /** Of the nearest number whose lower half is 0. */
    private static short upperHalf(float value) {
        return (short) ((Float.floatToRawIntBits(value) + HALF_OF_LAST) >>> Short.SIZE);
    }

    private float value(int at) {
        return Float.intBitsToFloat(values[at] << Short.SIZE);
    }

    /** Becomes a copy of another one. */
    void fill(TrainingExample other) {
        makeRoom(other.size);
        System.arraycopy(other.context, 0, context, 0, Context.COUNT);
        System.arraycopy(other.items, 0, items, 0, size);
        fewer = other.fewer;
        System.arraycopy(other.few, 0, few, 0, fewer);
        System.arraycopy(other.counts, 0, counts, 0, Signal.COUNT);
        makeRoomForValues(other.valueCount);
        System.arraycopy(other.values, 0, values, 0, valueCount);
    }

    private void makeRoom(int candidates) {
        size = candidates;
        if (items.length < size) {
            items = new int[size];
            few = new byte[size];
        }
    }

    private void makeRoomForValues(int wanted) {
        valueCount = wanted;
        if (values.length < wanted) {
            values = new short[wanted];
        }
    }

    /** How many candidates there are. */
    int size() {
        return size;
    }

    /** The place of an item, -1 if it was no candidate. */
    int placeOf(String item) {
        int hash = item.hashCode();
        for (int i = 0; i < size; i++) {
            if (items[i] == hash) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Probability of each candidate under some weights: the softmax of the weighted sums.
     *
     * @param inContext takes the weight of each signal in the list's context
     * @param into takes the probabilities, at least as long as {@link #size()}
     */
    void probabilities(float[] weights, float[] inContext, double[] into) {
        Arrays.fill(into, 0, size, 0);
        Weights.inContext(weights, context, inContext);
        int at = 0;
        for (int signal = 0; signal < Signal.COUNT; signal++) {
            float weight = inContext[signal];
            int count = counts[signal];
            if (count == size) {
                for (int i = 0; i < count; i++) {
                    into[i] += weight * value(at + i);
                }
            } else {
                for (int k = 0; k < count; k++) {
                    into[few[k]] += weight * value(at + k);
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
     * @param gradient takes it, see {@link Weights}
     */
    void gradient(double[] probabilities, int target, double[] gradient) {
        probabilities[target] -= 1;
        int at = 0;
        for (int signal = 0; signal < Signal.COUNT; signal++) {
            int count = counts[signal];
            boolean whole = count == size;
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += probabilities[whole ? k : few[k]] * value(at + k);
            }
            for (int i = 0; i < Context.COUNT; i++) {
                gradient[signal * Context.COUNT + i] = sum * context[i];
            }
            at += count;
        }
    }
}
