package io.nextclick.recommend;

import io.nextclick.blend.SignalTable;
import java.util.Arrays;

/** The order of candidates by a blend, and the probability of each. Reused from list to list. */
final class Ranking {

    private int[] places = new int[0];
    private float[] probability = new float[0];

    /**
     * Ranks candidates.
     *
     * @param items their ids by row of the signals
     * @return their rows, best first, of equals by id; valid until the next call
     */
    int[] rank(SignalTable signals, float[] weights, String[] items) {
        float[] scores = signals.weigh(weights);
        int count = items.length;
        long[] order = new long[count];
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, scores[i]);
            order[i] = (long) sortable(scores[i]) << Integer.SIZE | (Integer.MAX_VALUE - i);
        }
        Arrays.sort(order);
        places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = Integer.MAX_VALUE - (int) order[count - 1 - i];
        }
        orderEquals(scores, items);
        setProbabilities(scores, largest);
        return places;
    }

    /** Bits that are ordered as the numbers are. */
    private static int sortable(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    private void orderEquals(float[] scores, String[] items) {
        for (int i = 1; i < places.length; i++) {
            int moved = places[i];
            int to = i;
            while (to > 0
                    && scores[places[to - 1]] == scores[moved]
                    && items[places[to - 1]].compareTo(items[moved]) > 0) {
                places[to] = places[to - 1];
                to--;
            }
            places[to] = moved;
        }
    }

    /** The softmax of the scores. */
    private void setProbabilities(float[] scores, float largest) {
        int count = places.length;
        probability = new float[count];
        float total = 0;
        for (int i = 0; i < count; i++) {
            probability[i] = (float) Math.exp(scores[i] - largest);
            total += probability[i];
        }
        for (int i = 0; i < count; i++) {
            probability[i] /= total;
        }
    }

    /** The rows of the last ranking, best first. */
    int[] places() {
        return places;
    }

    /** Probability of a row that the person goes there next, if to any of them. */
    float probability(int row) {
        return probability[row];
    }
}
