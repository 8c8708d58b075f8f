package io.nextclick.similarity;

import io.nextclick.flow.ForwardDecay;
import io.nextclick.flow.VisitPairs;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one item. Stored, see {@link ItemNeighboursSerializer}.
 *
 * <p>Weights are scaled by {@link ForwardDecay} from {@link #landmarkMillis}, so an update touches
 * only the pairs it is about. The list is bounded: a new neighbour of a full list replaces the one
 * that is worth least, by its strength and its trend. So the last place is where a pair proves
 * itself, a pair that is seen again and again is never evicted, and a new one does not have to
 * outweigh the old ones at once. What the bound costs is in {@code docs/quality.md}.
 *
 * <p>The item may be among its own neighbours: people come back to it.
 *
 * <p>Trends decay with the item's own visits instead of time, so that the same setting serves an
 * item that is visited every second and one that is visited every day. The scale grows with every
 * visit as that of forward decay does with time.
 *
 * <p>Here is what concerns every weight of a neighbour alike. {@link PairLearning} adds to them,
 * {@link NeighbourOrder} sorts, {@link ItemAnswers} reads.
 */
public final class ItemNeighbours {

    /** Of a neighbour without its id: its five weights. */
    public static final int WEIGHT_BYTES = 5 * Float.BYTES;

    private static final int FIRST_CAPACITY = 4;

    public @Nullable String category;
    public long landmarkMillis;
    public long updatedAtMillis;

    /** The registered publication timer, 0 if there is none. */
    public long publishAtMillis;

    /** {@link SimilarItems#names} of the list that was published last, 0 if there is none. */
    public int publishedNames;

    /** Scaled number of visits. */
    public double weight;

    /** Visits scaled by {@link #trendScale}. */
    public double recentWeight;

    /** Scale of the trends, after the newest visit; 0 before the first. */
    public double trendScale;

    public int size;
    public String[] items = new String[0];

    /** Scaled weights of going on to each. */
    public float[] forward = new float[0];

    /** Scaled weights of coming from each. */
    public float[] backward = new float[0];

    /** How often people went straight on to each, scaled. */
    public float[] next = new float[0];

    /** Weights of going on to each, scaled by {@link #trendScale}. */
    public float[] trend = new float[0];

    /** Scaled strength with which people wanted each later in the visit. */
    public float[] intent = new float[0];

    /** So many first places hold the strongest neighbours; 0 if that is not known. */
    transient int front;

    /** True if nothing is known of the item, and nothing published that would have to go. */
    boolean isEmpty() {
        return size == 0 && weight == 0 && category == null && publishedNames == 0;
    }

    /** Scaled weight of going on to a neighbour and, in part, of coming from it. */
    float strength(int place) {
        return forward[place] + VisitPairs.BACKWARD_SHARE * backward[place];
    }

    /** How a weight of now is scaled before it is added to the trend. */
    double trendScale() {
        return trendScale == 0 ? 1 : trendScale;
    }

    /** The place of a neighbour, -1 if it is none. */
    int find(String item) {
        for (int i = 0; i < size; i++) {
            if (items[i].equals(item)) {
                return i;
            }
        }
        return -1;
    }

    /** Appends a neighbour to a list that has room; returns its place. */
    int append(String item, int maxNeighbours) {
        if (size == items.length) {
            int capacity = Math.min(Math.max(FIRST_CAPACITY, size * 2), maxNeighbours);
            items = Arrays.copyOf(items, capacity);
            forward = Arrays.copyOf(forward, capacity);
            backward = Arrays.copyOf(backward, capacity);
            next = Arrays.copyOf(next, capacity);
            trend = Arrays.copyOf(trend, capacity);
            intent = Arrays.copyOf(intent, capacity);
        }
        items[size] = item;
        return size++;
    }

    /** Puts another neighbour, without any weight, in a place. */
    void replace(int place, String item) {
        items[place] = item;
        forward[place] = 0;
        backward[place] = 0;
        next[place] = 0;
        trend[place] = 0;
        intent[place] = 0;
    }

    /** Removes a neighbour; the last takes its place. */
    void remove(int place) {
        size--;
        swap(place, size);
        replace(size, "");
    }

    /** Exchanges two neighbours. */
    void swap(int a, int b) {
        String item = items[a];
        items[a] = items[b];
        items[b] = item;
        swap(forward, a, b);
        swap(backward, a, b);
        swap(next, a, b);
        swap(trend, a, b);
        swap(intent, a, b);
    }

    private static void swap(float[] weights, int a, int b) {
        float kept = weights[a];
        weights[a] = weights[b];
        weights[b] = kept;
    }

    /** Divides what decays by time, which moves the landmark to the newest event. */
    void moveLandmark(double worn) {
        weight /= worn;
        for (int i = 0; i < size; i++) {
            forward[i] = (float) (forward[i] / worn);
            backward[i] = (float) (backward[i] / worn);
            next[i] = (float) (next[i] / worn);
            intent[i] = (float) (intent[i] / worn);
        }
        landmarkMillis = updatedAtMillis;
    }

    /** Divides what decays by visits by its scale, which is then 1. */
    void resetTrendScale() {
        recentWeight /= trendScale;
        for (int i = 0; i < size; i++) {
            trend[i] = (float) (trend[i] / trendScale);
        }
        trendScale = 1;
    }
}
