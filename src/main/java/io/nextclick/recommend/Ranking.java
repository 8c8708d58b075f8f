package io.nextclick.recommend;

import io.nextclick.blend.Exponential;
import io.nextclick.blend.SignalTable;
import java.util.Arrays;

/** The order of candidates by a blend, and the probability of each. Reused from list to list. */
final class Ranking {

    /** So many candidates are sorted by distributing them: more may all be about equal. */
    private static final int MOST_DISTRIBUTED = 256;

    private static final int BUCKETS = 256;

    private int[] places = new int[MOST_DISTRIBUTED];
    private float[] probability = new float[MOST_DISTRIBUTED];
    private final int[] ends = new int[BUCKETS];
    private final byte[] buckets = new byte[MOST_DISTRIBUTED];

    /**
     * Ranks candidates: the best first, equals by id.
     *
     * @param items their ids by row of the signals
     * @param count how many there are
     */
    void rank(SignalTable signals, float[] weights, String[] items, int count) {
        float[] scores = signals.weigh(weights);
        if (places.length < count) {
            places = new int[count];
            probability = new float[count];
        }
        float largest = Float.NEGATIVE_INFINITY;
        float smallest = Float.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, scores[i]);
            smallest = Math.min(smallest, scores[i]);
        }
        if (count <= MOST_DISTRIBUTED) {
            distribute(scores, count, largest, smallest);
        } else {
            sort(scores, count);
        }
        settle(scores, items, count);
        setProbabilities(scores, count, largest);
    }

    /** A counting sort by the bucket of the score: what remains is to move a candidate a little. */
    private void distribute(float[] scores, int count, float largest, float smallest) {
        float scale = (BUCKETS - 1) / Math.max(largest - smallest, Float.MIN_NORMAL);
        Arrays.fill(ends, 0);
        for (int i = 0; i < count; i++) {
            int bucket = Math.min((int) ((largest - scores[i]) * scale), BUCKETS - 1);
            buckets[i] = (byte) bucket;
            ends[bucket]++;
        }
        int end = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            end += ends[bucket];
            ends[bucket] = end;
        }
        for (int i = count - 1; i >= 0; i--) {
            places[--ends[buckets[i] & 0xFF]] = i;
        }
    }

    private void sort(float[] scores, int count) {
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = (long) sortable(scores[i]) << Integer.SIZE | (Integer.MAX_VALUE - i);
        }
        Arrays.sort(order);
        for (int i = 0; i < count; i++) {
            places[i] = Integer.MAX_VALUE - (int) order[count - 1 - i];
        }
    }

    /** Bits that are ordered as the numbers are. */
    private static int sortable(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    /** An insertion sort of what is nearly sorted. */
    private void settle(float[] scores, String[] items, int count) {
        for (int i = 1; i < count; i++) {
            int moved = places[i];
            float score = scores[moved];
            int to = i;
            while (to > 0 && isBefore(score, items, moved, scores, places[to - 1])) {
                places[to] = places[to - 1];
                to--;
            }
            places[to] = moved;
        }
    }

    private static boolean isBefore(
            float score, String[] items, int moved, float[] scores, int other) {
        return score > scores[other]
                || (score == scores[other] && items[other].compareTo(items[moved]) > 0);
    }

    /** The softmax of the scores. */
    private void setProbabilities(float[] scores, int count, float largest) {
        float total = 0;
        for (int i = 0; i < count; i++) {
            probability[i] = Exponential.of(scores[i] - largest);
            total += probability[i];
        }
        for (int i = 0; i < count; i++) {
            probability[i] /= total;
        }
    }

    /** The row at a place of the last ranking, 0 the best. */
    int row(int place) {
        return places[place];
    }

    /** Probability of a row that the person goes there next, if to any of them. */
    float probability(int row) {
        return probability[row];
    }
}
