package io.nextclick.blend;

import java.util.Arrays;

/**
 * The signals of some candidates, signal by signal: most are 0 but for the first few candidates,
 * and what is 0 is neither kept nor weighed. Reused from list to list; it grows to the largest and
 * has no other memory.
 */
public final class SignalTable {

    private static final int FIRST_ROWS = 128;

    private int rows;
    private final float[][] columns = new float[Signal.COUNT][FIRST_ROWS];

    /** How many of each signal's first rows are set; all others are 0. */
    private final int[] filled = new int[Signal.COUNT];

    private float[] scores = new float[FIRST_ROWS];

    /** Of the list, by {@link Context#place}. */
    private final float[] context = new float[Context.COUNT];

    private final float[] inContext = new float[Signal.COUNT];

    /** Makes room for so many candidates, all signals 0. */
    public void clear(int candidates) {
        rows = candidates;
        if (scores.length < candidates) {
            scores = new float[candidates];
            for (int signal = 0; signal < Signal.COUNT; signal++) {
                columns[signal] = new float[candidates];
            }
        }
        Arrays.fill(filled, 0);
        Arrays.fill(context, 0);
        context[Context.ALWAYS.place()] = 1;
    }

    /** Sets the value of a context, which all candidates have. */
    public void set(Context of, float value) {
        context[of.place()] = value;
    }

    /** Copies the contexts. */
    void copyContext(float[] into) {
        System.arraycopy(context, 0, into, 0, Context.COUNT);
    }

    /** Sets a signal of a candidate. */
    public void set(int row, Signal signal, float value) {
        int place = signal.place();
        if (row >= filled[place]) {
            Arrays.fill(columns[place], filled[place], row, 0);
            filled[place] = row + 1;
        }
        columns[place][row] = value;
    }

    /**
     * A signal of all candidates by row.
     *
     * @param count how many of its first rows the caller sets; what is in them is of no meaning
     */
    public float[] column(Signal signal, int count) {
        filled[signal.place()] = count;
        return columns[signal.place()];
    }

    /** A signal of a candidate. */
    public float get(int row, Signal signal) {
        return get(row, signal.place());
    }

    /** The signal with a place. */
    float get(int row, int signal) {
        return row < filled[signal] ? columns[signal][row] : 0;
    }

    /** How many of a signal's first rows may differ from 0. */
    int filled(int signal) {
        return filled[signal];
    }

    /** True if so many rows are all. */
    boolean isWhole(int filledRows) {
        return filledRows == rows;
    }

    /** The rows of the signals that not all candidates have: the first so many. */
    int partiallyFilled() {
        int most = 0;
        for (int count : filled) {
            most = count == rows ? most : Math.max(most, count);
        }
        return most;
    }

    /**
     * The weighted sum of each candidate's signals; valid until the next call.
     *
     * @param weights see {@link Weights}
     */
    public float[] weigh(float[] weights) {
        Weights.inContext(weights, context, inContext);
        Arrays.fill(scores, 0, rows, 0);
        for (int signal = 0; signal < Signal.COUNT; signal++) {
            add(inContext[signal], columns[signal], filled[signal]);
        }
        return scores;
    }

    private void add(float weight, float[] column, int count) {
        float[] sums = scores;
        for (int row = 0; row < count; row++) {
            sums[row] += weight * column[row];
        }
    }
}
