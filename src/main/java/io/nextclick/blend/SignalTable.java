package io.nextclick.blend;

import java.util.Arrays;

/**
 * The signals of some candidates: {@link Signal#COUNT} values each, in rows. Reused from list to
 * list; it grows to the largest and has no other memory.
 */
public final class SignalTable {

    private static final int FIRST_ROWS = 128;

    private int rows;
    private float[] values = new float[FIRST_ROWS * Signal.COUNT];
    private float[] scores = new float[FIRST_ROWS];

    /** Makes room for so many candidates, all signals 0. */
    public void clear(int candidates) {
        rows = candidates;
        if (scores.length < candidates) {
            scores = new float[candidates];
            values = new float[candidates * Signal.COUNT];
        }
        Arrays.fill(values, 0, candidates * Signal.COUNT, 0);
    }

    /** Sets a signal of a candidate. */
    public void set(int row, Signal signal, float value) {
        values[row * Signal.COUNT + signal.place()] = value;
    }

    /** A signal of a candidate. */
    public float get(int row, Signal signal) {
        return values[row * Signal.COUNT + signal.place()];
    }

    /** The weighted sum of each candidate's signals; valid until the next call. */
    public float[] weigh(float[] weights) {
        for (int row = 0; row < rows; row++) {
            int at = row * Signal.COUNT;
            float sum = 0;
            for (int signal = 0; signal < Signal.COUNT; signal++) {
                sum += weights[signal] * values[at + signal];
            }
            scores[row] = sum;
        }
        return scores;
    }

    /** A copy of some rows, in that order. */
    float[] copyOf(int[] chosen, int most) {
        int count = Math.min(most, chosen.length);
        float[] copy = new float[count * Signal.COUNT];
        for (int i = 0; i < count; i++) {
            System.arraycopy(
                    values, chosen[i] * Signal.COUNT, copy, i * Signal.COUNT, Signal.COUNT);
        }
        return copy;
    }
}
