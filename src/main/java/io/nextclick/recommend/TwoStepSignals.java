package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;
import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import java.util.Arrays;

/** What two steps over the pairs say of each candidate. Reused from list to list. */
final class TwoStepSignals {

    private static final float FLOOR = 1e-4f;

    /** So little next to strengths that ends are the first that are left out. */
    private static final float NEXT_TO_STRENGTH = 1e-3f;

    /** By row of the candidates. */
    private float[] probabilities = new float[0];

    /**
     * Takes in where two steps lead to; its items become candidates.
     *
     * @param most most candidates there can be
     */
    void fill(TwoStepNeighbours.Ends ends, ItemRows rows, int most) {
        if (probabilities.length < most) {
            probabilities = new float[most];
        }
        Arrays.fill(probabilities, 0, most, 0);
        for (int i = 0; i < ends.items().length; i++) {
            probabilities[rows.rowOf(ends.items()[i])] = ends.probabilities()[i];
        }
    }

    /** What a candidate is worth next to the strength of others. */
    float worth(int row) {
        return NEXT_TO_STRENGTH * probabilities[row];
    }

    /** True if two steps lead to it. */
    boolean isEnd(int row) {
        return probabilities[row] > 0;
    }

    /** Sets the signal of candidates, whose rows are given by row of the signals. */
    void setAll(SignalTable signals, int[] kept, int count) {
        float[] column = signals.column(Signal.TWO_STEPS, count);
        for (int i = 0; i < count; i++) {
            column[i] = Logarithm.of(FLOOR + probabilities[kept[i]]);
        }
    }
}
