package io.nextclick.similarity;

import io.nextclick.flow.ForwardDecay;
import io.nextclick.flow.VisitPairs;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one item. Stored: its fields are part of every savepoint.
 *
 * <p>Weights are scaled by {@link ForwardDecay} from {@link #landmarkMillis}, so an update touches
 * only the pairs it is about. The list is bounded: a new neighbour of a full list takes the place
 * of the one that is worth least, by its strength and by what is in vogue. So the last place is
 * where a pair proves itself, a pair that is seen again and again is never the one to leave, and a
 * new one does not have to outweigh the old ones at once. What the bound costs is in {@code
 * docs/quality.md}.
 *
 * <p>The item may be among its own neighbours: people come back to it.
 *
 * <p>What is in vogue decays with the item's own visits instead of time, so that the same setting
 * serves an item that is visited every second and one that is visited every day. The scale grows
 * with every visit as that of forward decay does with time.
 */
public final class ItemNeighbours {

    private static final int FIRST_CAPACITY = 4;

    /** Far inside float's range. */
    private static final double LARGEST_SCALE = 1e20;

    public @Nullable String category;
    public long landmarkMillis;
    public long updatedAtMillis;

    /** The registered publication timer, 0 if there is none. */
    public long publishAtMillis;

    /** Scaled number of visits. */
    public double weight;

    /** Visits scaled by {@link #trendScale}. */
    public double recentWeight;

    /** Scale of what is in vogue, after the newest visit; 0 before the first. */
    public double trendScale;

    public int size;
    public String[] items = new String[0];

    /** Scaled weights of going on to each. */
    public float[] forward = new float[0];

    /** Scaled weights of coming from each. */
    public float[] backward = new float[0];

    /** Scaled number of times that people went straight on to each. */
    public float[] next = new float[0];

    /** Weights of going on to each, scaled by {@link #trendScale}. */
    public float[] trend = new float[0];

    /** Scaled strength with which people wanted each later in the visit. */
    public float[] intent = new float[0];

    /** So many first places hold the strongest neighbours; 0 if that is not known. */
    private transient int front;

    /** For Flink's serializer. */
    public ItemNeighbours() {}

    /** Adds a visit of the item. */
    void visit(long millis, SimilarityRules rules) {
        moveTo(millis, rules);
        weight += rules.decay().factor(millis, landmarkMillis);
        trendScale = trendScale() * Math.pow(2, 1.0 / rules.trendVisits());
        recentWeight += trendScale;
        if (trendScale > LARGEST_SCALE) {
            resetTrendScale();
        }
    }

    /**
     * Adds weight to the pair of this item and one that came after it.
     *
     * @param straight true if nothing came in between
     */
    void addAfter(
            String item, float pairWeight, boolean straight, long millis, SimilarityRules rules) {
        moveTo(millis, rules);
        double scale = rules.decay().factor(millis, landmarkMillis);
        int place = placeOf(item, rules);
        boolean isNew = strength(place) == 0;
        forward[place] += (float) (pairWeight * scale);
        next[place] += straight ? (float) scale : 0;
        trend[place] += (float) (pairWeight * trendScale());
        settle(place, isNew);
    }

    /** Adds weight to the pair of this item and one that came before it. */
    void addBefore(String item, float pairWeight, long millis, SimilarityRules rules) {
        moveTo(millis, rules);
        int place = placeOf(item, rules);
        boolean isNew = strength(place) == 0;
        backward[place] += (float) (pairWeight * rules.decay().factor(millis, landmarkMillis));
        settle(place, isNew);
    }

    /** Notes that a person wants an item that came after this one; unknown ones are not noted. */
    void addIntent(String item, float strength, long millis, SimilarityRules rules) {
        moveTo(millis, rules);
        int place = find(item);
        if (place >= 0) {
            intent[place] += (float) (strength * rules.decay().factor(millis, landmarkMillis));
        }
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
     * Sees to it that the first places hold the strongest neighbours, in no certain order. They go
     * on doing so with every update, so an answer sorts nothing.
     *
     * @return how many they are
     */
    int strongestFirst(int most) {
        if (front != most) {
            front = most;
            while (size > front && strength(strongestBehind()) > strength(weakestOfFront())) {
                swap(strongestBehind(), weakestOfFront());
            }
        }
        return Math.min(most, size);
    }

    /** Moves a neighbour whose strength changed to where it belongs. */
    private void settle(int place, boolean isNew) {
        if (front == 0 || size <= front) {
            return;
        }
        if (place >= front) {
            int weakest = weakestOfFront();
            if (strength(place) > strength(weakest)) {
                swap(place, weakest);
            }
        } else if (isNew) {
            int strongest = strongestBehind();
            if (strength(strongest) > strength(place)) {
                swap(place, strongest);
            }
        }
    }

    private int weakestOfFront() {
        int weakest = 0;
        for (int i = 1; i < front; i++) {
            if (strength(i) < strength(weakest)) {
                weakest = i;
            }
        }
        return weakest;
    }

    private int strongestBehind() {
        int strongest = front;
        for (int i = front + 1; i < size; i++) {
            if (strength(i) > strength(strongest)) {
                strongest = i;
            }
        }
        return strongest;
    }

    private void swap(int a, int b) {
        String item = items[a];
        items[a] = items[b];
        items[b] = item;
        for (float[] weights : List.of(forward, backward, next, trend, intent)) {
            float kept = weights[a];
            weights[a] = weights[b];
            weights[b] = kept;
        }
    }

    /**
     * Score of a neighbour: its strength over the root of the item's own weight. The decay scale of
     * numerator and denominator is taken out at the newest event.
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

    /** The first stored weights as they count at the newest event. */
    float[] atNewest(float[] scaled, int count, ForwardDecay decay) {
        return times(scaled, count, (float) (1 / decay.factor(updatedAtMillis, landmarkMillis)));
    }

    /** The first weights of going on of late. */
    float[] trends(int count) {
        return times(trend, count, (float) (1 / trendScale()));
    }

    private static float[] times(float[] scaled, int count, float factor) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = scaled[i] * factor;
        }
        return weights;
    }

    /** Visits of late. */
    double recentVisits() {
        return recentWeight / trendScale();
    }

    /** The first strengths as they count at the newest event. */
    float[] strengths(int count, ForwardDecay decay) {
        float now = (float) (1 / decay.factor(updatedAtMillis, landmarkMillis));
        float[] strengths = new float[count];
        for (int i = 0; i < count; i++) {
            strengths[i] = strength(i) * now;
        }
        return strengths;
    }

    private float strength(int place) {
        return forward[place] + VisitPairs.BACKWARD_SHARE * backward[place];
    }

    private void moveTo(long millis, SimilarityRules rules) {
        if (updatedAtMillis == 0) {
            landmarkMillis = millis;
        }
        updatedAtMillis = Math.max(updatedAtMillis, millis);
        ForwardDecay decay = rules.decay();
        if (decay.isLandmarkWorn(updatedAtMillis, landmarkMillis)) {
            moveLandmark(decay.factor(updatedAtMillis, landmarkMillis));
        }
    }

    /** How a weight of now is scaled before it is added to the trend. */
    private double trendScale() {
        return trendScale == 0 ? 1 : trendScale;
    }

    private void resetTrendScale() {
        recentWeight /= trendScale;
        for (int i = 0; i < size; i++) {
            trend[i] = (float) (trend[i] / trendScale);
        }
        trendScale = 1;
    }

    private void moveLandmark(double worn) {
        weight /= worn;
        for (int i = 0; i < size; i++) {
            forward[i] = (float) (forward[i] / worn);
            backward[i] = (float) (backward[i] / worn);
            next[i] = (float) (next[i] / worn);
            intent[i] = (float) (intent[i] / worn);
        }
        landmarkMillis = updatedAtMillis;
    }

    private int find(String item) {
        for (int i = 0; i < size; i++) {
            if (items[i].equals(item)) {
                return i;
            }
        }
        return -1;
    }

    private int placeOf(String item, SimilarityRules rules) {
        int place = find(item);
        if (place >= 0) {
            return place;
        }
        int maxNeighbours = rules.maxNeighbours();
        if (size >= maxNeighbours) {
            return replaceLeast(item, rules.decay());
        }
        if (size == items.length) {
            grow(Math.min(Math.max(FIRST_CAPACITY, size * 2), maxNeighbours));
        }
        items[size] = item;
        return size++;
    }

    private int replaceLeast(String item, ForwardDecay decay) {
        float byDecay = (float) (1 / decay.factor(updatedAtMillis, landmarkMillis));
        float byTrend = (float) (1 / trendScale());
        int weakest = 0;
        float least = Float.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            float worth = strength(i) * byDecay + trend[i] * byTrend;
            if (worth < least) {
                least = worth;
                weakest = i;
            }
        }
        items[weakest] = item;
        forward[weakest] = 0;
        backward[weakest] = 0;
        next[weakest] = 0;
        trend[weakest] = 0;
        intent[weakest] = 0;
        return weakest;
    }

    private void grow(int capacity) {
        items = Arrays.copyOf(items, capacity);
        forward = Arrays.copyOf(forward, capacity);
        backward = Arrays.copyOf(backward, capacity);
        next = Arrays.copyOf(next, capacity);
        trend = Arrays.copyOf(trend, capacity);
        intent = Arrays.copyOf(intent, capacity);
    }
}
