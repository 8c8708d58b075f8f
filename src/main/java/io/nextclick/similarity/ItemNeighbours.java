package io.nextclick.similarity;

import io.nextclick.event.ForwardDecay;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one item. Stored: its fields are part of every savepoint.
 *
 * <p>Weights are scaled by {@link ForwardDecay} from {@link #landmarkMillis}, so an update touches
 * only the pairs it is about. The list is bounded: a new neighbour of a full list takes the place
 * of the weakest one. So the weakest place is where a pair proves itself, and a pair that is seen
 * again and again is never the one to leave.
 */
public final class ItemNeighbours {

    /** Share that a backward pair adds to a score, as in session-kNN's one-sided walk. */
    private static final float BACKWARD_SHARE = 0.5f;

    private static final int FIRST_CAPACITY = 4;

    public @Nullable String category;
    public long landmarkMillis;
    public long updatedAtMillis;

    /** The registered publication timer, 0 if there is none. */
    public long publishAtMillis;

    /** Scaled number of visits. */
    public double weight;

    public int size;
    public String[] items = new String[0];
    public float[] forward = new float[0];
    public float[] backward = new float[0];

    /** For Flink's serializer. */
    public ItemNeighbours() {}

    /** Adds a visit of the item. */
    void visit(long millis, ForwardDecay decay) {
        weight += scale(millis, decay);
    }

    /** Adds weight to the pair of this item and one that came after it. */
    void addAfter(String item, float pairWeight, long millis, SimilarityRules rules) {
        float scaled = (float) (pairWeight * scale(millis, rules.decay()));
        int place = placeOf(item, rules.maxNeighbours());
        forward[place] += scaled;
    }

    /** Adds weight to the pair of this item and one that came before it. */
    void addBefore(String item, float pairWeight, long millis, SimilarityRules rules) {
        float scaled = (float) (pairWeight * scale(millis, rules.decay()));
        int place = placeOf(item, rules.maxNeighbours());
        backward[place] += scaled;
    }

    /** True if nothing is known of the item. */
    boolean isEmpty() {
        return size == 0 && weight == 0 && category == null;
    }

    /** The best neighbours: places in {@link #items}, best first; of equals the older one. */
    int[] best(int most) {
        long[] order = new long[size];
        for (int place = 0; place < size; place++) {
            // Bits of a float that is not negative are ordered as the float is.
            long bits = Float.floatToIntBits(strength(place));
            order[place] = bits << Integer.SIZE | (Integer.MAX_VALUE - place);
        }
        Arrays.sort(order);
        int[] best = new int[Math.min(most, size)];
        for (int i = 0; i < best.length; i++) {
            best[i] = Integer.MAX_VALUE - (int) order[size - 1 - i];
        }
        return best;
    }

    /**
     * Score of a neighbour: forward and half the backward weight over the root of the item's own
     * weight. The decay scale of numerator and denominator is taken out at the newest event.
     */
    float score(int place, ForwardDecay decay) {
        double now = decay.factor(updatedAtMillis, landmarkMillis);
        double visits = Math.max(weight / now, 1);
        return (float) (strength(place) / now / Math.sqrt(visits));
    }

    /** A stored weight as it counts at the newest event. */
    double atNewest(double scaled, ForwardDecay decay) {
        return scaled / decay.factor(updatedAtMillis, landmarkMillis);
    }

    private float strength(int place) {
        return forward[place] + BACKWARD_SHARE * backward[place];
    }

    private double scale(long millis, ForwardDecay decay) {
        if (updatedAtMillis == 0) {
            landmarkMillis = millis;
        }
        updatedAtMillis = Math.max(updatedAtMillis, millis);
        if (decay.isLandmarkWorn(updatedAtMillis, landmarkMillis)) {
            moveLandmark(decay);
        }
        return decay.factor(millis, landmarkMillis);
    }

    private void moveLandmark(ForwardDecay decay) {
        double worn = decay.factor(updatedAtMillis, landmarkMillis);
        weight /= worn;
        for (int i = 0; i < size; i++) {
            forward[i] = (float) (forward[i] / worn);
            backward[i] = (float) (backward[i] / worn);
        }
        landmarkMillis = updatedAtMillis;
    }

    private int placeOf(String item, int maxNeighbours) {
        int weakest = 0;
        for (int i = 0; i < size; i++) {
            if (items[i].equals(item)) {
                return i;
            }
            if (strength(i) < strength(weakest)) {
                weakest = i;
            }
        }
        if (size >= maxNeighbours) {
            items[weakest] = item;
            forward[weakest] = 0;
            backward[weakest] = 0;
            return weakest;
        }
        if (size == items.length) {
            int capacity = Math.min(Math.max(FIRST_CAPACITY, size * 2), maxNeighbours);
            items = Arrays.copyOf(items, capacity);
            forward = Arrays.copyOf(forward, capacity);
            backward = Arrays.copyOf(backward, capacity);
        }
        items[size] = item;
        return size++;
    }
}
