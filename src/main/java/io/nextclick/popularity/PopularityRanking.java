package io.nextclick.popularity;

import io.nextclick.flow.ForwardDecay;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Counts what people look at in a list, and ranks it. */
public final class PopularityRanking {

    /** Of a weight that is taken back so much of it may be left by rounding; it is nothing then. */
    private static final float ROUNDING = 1e-4f;

    private final PopularitySettings rules;
    private final ForwardDecay decay;
    private final RecentRanking recent;

    /**
     * @param rules how popularity is counted
     */
    public PopularityRanking(PopularitySettings rules) {
        this.rules = rules;
        this.decay = new ForwardDecay(rules.halfLifeMillis());
        this.recent = new RecentRanking(rules);
    }

    /** Takes in a visit or catalogue change; false if it changes nothing that is published. */
    public boolean apply(PopularityChange change, PopularList list) {
        list.site = change.site();
        list.category = change.category();
        list.segment = change.segment();
        String item = change.itemId();
        Map<String, Float> weights = list.weights;
        Map<String, Float> unavailable = list.unavailable;
        if (change.leaves()) {
            unavailable.remove(item);
            list.recent.weights.remove(item);
            return weights.remove(item) != null;
        }
        if (change.weight() < 0) {
            double taken = -change.weight() * scaleAt(list, change.occurredAtMillis());
            recent.takeBack(list.recent, item, -change.weight(), change.occurredAtMillis());
            takeBack(unavailable, item, taken, true);
            return takeBack(weights, item, taken, false);
        }
        if (change.weight() > 0) {
            float added = (float) (change.weight() * scaleAt(list, change.occurredAtMillis()));
            Map<String, Float> holder = unavailable.containsKey(item) ? unavailable : weights;
            if (holder == weights) {
                recent.add(list, change);
            }
            makeRoomFor(item, weights, unavailable, rules.maxItems());
            holder.merge(item, added, Float::sum);
            return holder == weights;
        }
        Map<String, Float> from = change.available() ? unavailable : weights;
        Map<String, Float> to = change.available() ? weights : unavailable;
        Float known = from.remove(item);
        boolean isNew = known == null && !to.containsKey(item);
        if (isNew && weights.size() + unavailable.size() >= rules.maxItems()) {
            // The catalogue alone does not evict what people look at.
            if (!change.available() || unavailable.isEmpty()) {
                return false;
            }
            makeRoomFor(item, weights, unavailable, rules.maxItems());
        }
        if (!change.available()) {
            list.recent.weights.remove(item);
        }
        to.merge(item, known == null ? 0 : known, Float::sum);
        return true;
    }

    /** Takes weight back; what has none left is kept only if that says something by itself. */
    static boolean takeBack(Map<String, Float> weights, String item, double taken, boolean kept) {
        Float known = weights.get(item);
        if (known == null) {
            return false;
        }
        float left = (float) (known - taken);
        if (left > taken * ROUNDING) {
            weights.put(item, left);
        } else if (kept) {
            weights.put(item, 0f);
        } else {
            weights.remove(item);
        }
        return true;
    }

    /**
     * The best available items, by the half-life that suits the list. Where the shorter one knows
     * too few, the others follow without a score.
     */
    public PopularItems best(PopularList list) {
        boolean byRecent = list.recent.serve;
        Map<String, Float> weights = byRecent ? list.recent.weights : list.weights;
        double now =
                list.updatedAtMillis == 0
                        ? 1
                        : byRecent
                                ? recent.now(list.recent)
                                : decay.factor(list.updatedAtMillis, list.landmarkMillis);
        List<String> order = ordered(weights);
        if (byRecent && order.size() < rules.published()) {
            List<String> others = ordered(list.weights);
            others.removeAll(weights.keySet());
            order.addAll(others);
        }
        int count = Math.min(rules.published(), order.size());
        String[] items = new String[count];
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            items[i] = order.get(i);
            scores[i] = (float) (weights.getOrDefault(items[i], 0f) / now);
        }
        return new PopularItems(
                list.site, list.category, list.segment, list.updatedAtMillis, items, scores);
    }

    /** Largest weight first, of equal ones by the ids. */
    private static List<String> ordered(Map<String, Float> weights) {
        List<Map.Entry<String, Float>> entries = new ArrayList<>(weights.entrySet());
        entries.sort(
                Map.Entry.<String, Float>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()));
        List<String> order = new ArrayList<>(entries.size());
        entries.forEach(entry -> order.add(entry.getKey()));
        return order;
    }

    private double scaleAt(PopularList list, long millis) {
        if (list.updatedAtMillis == 0) {
            list.landmarkMillis = millis;
        }
        list.updatedAtMillis = Math.max(list.updatedAtMillis, millis);
        if (decay.isLandmarkWorn(list.updatedAtMillis, list.landmarkMillis)) {
            double worn = decay.factor(list.updatedAtMillis, list.landmarkMillis);
            list.weights.replaceAll((item, weight) -> (float) (weight / worn));
            list.unavailable.replaceAll((item, weight) -> (float) (weight / worn));
            list.landmarkMillis = list.updatedAtMillis;
        }
        return decay.factor(millis, list.landmarkMillis);
    }

    /** Evicts the last in the order of the ranking; the maps have none that a restore keeps. */
    static void makeRoomFor(
            String item, Map<String, Float> weights, Map<String, Float> unavailable, int most) {
        int size = weights.size() + unavailable.size();
        if (size < most || weights.containsKey(item) || unavailable.containsKey(item)) {
            return;
        }
        Map<String, Float> holder = unavailable.isEmpty() ? weights : unavailable;
        String weakest = null;
        float least = Float.MAX_VALUE;
        for (Map.Entry<String, Float> entry : holder.entrySet()) {
            float weight = entry.getValue();
            if (weakest == null
                    || weight < least
                    || (weight == least && entry.getKey().compareTo(weakest) > 0)) {
                weakest = entry.getKey();
                least = weight;
            }
        }
        holder.remove(weakest);
    }
}
