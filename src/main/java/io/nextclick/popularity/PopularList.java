package io.nextclick.popularity;

import io.nextclick.flow.ForwardDecay;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bounded popularity list of one site or category. Stored: its fields are part of every
 * savepoint. Weights are scaled by {@link ForwardDecay} from {@link #landmarkMillis}.
 */
public final class PopularList {

    public long landmarkMillis;
    public long updatedAtMillis;

    /** The registered publication timer, 0 if there is none. */
    public long publishAtMillis;

    public String site = "";
    public @Nullable String category;
    public @Nullable String segment;

    /** Scaled visits of available items. */
    public Map<String, Float> weights = new LinkedHashMap<>();

    /** Scaled visits of items that the catalogue says are not available. */
    public Map<String, Float> unavailable = new LinkedHashMap<>();

    /** For Flink's serializer. */
    public PopularList() {}

    /** Takes in a visit or catalogue change; false if it changes nothing that is published. */
    public boolean apply(PopularityChange change, PopularityRules rules) {
        site = change.site();
        category = change.category();
        segment = change.segment();
        String item = change.itemId();
        ForwardDecay decay = new ForwardDecay(rules.halfLifeMillis());
        if (change.weight() > 0) {
            float added = (float) (change.weight() * scale(change.occurredAtMillis(), decay));
            Map<String, Float> holder = unavailable.containsKey(item) ? unavailable : weights;
            makeRoomFor(item, rules.maxItems());
            holder.merge(item, added, Float::sum);
            return holder == weights;
        }
        Map<String, Float> from = change.available() ? unavailable : weights;
        Map<String, Float> to = change.available() ? weights : unavailable;
        Float known = from.remove(item);
        boolean isNew = known == null && !to.containsKey(item);
        if (isNew && weights.size() + unavailable.size() >= rules.maxItems()) {
            // The catalogue's word alone does not push out what people look at.
            if (!change.available() || unavailable.isEmpty()) {
                return false;
            }
            makeRoomFor(item, rules.maxItems());
        }
        to.merge(item, known == null ? 0 : known, Float::sum);
        return true;
    }

    /** The best available items. */
    public PopularItems best(PopularityRules rules) {
        double now =
                updatedAtMillis == 0
                        ? 1
                        : new ForwardDecay(rules.halfLifeMillis())
                                .factor(updatedAtMillis, landmarkMillis);
        List<Map.Entry<String, Float>> order = new ArrayList<>(weights.entrySet());
        order.sort(
                Map.Entry.<String, Float>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()));
        int count = Math.min(rules.published(), order.size());
        String[] items = new String[count];
        float[] scores = new float[count];
        for (int i = 0; i < count; i++) {
            items[i] = order.get(i).getKey();
            scores[i] = (float) (order.get(i).getValue() / now);
        }
        return new PopularItems(site, category, segment, items, scores);
    }

    private double scale(long millis, ForwardDecay decay) {
        if (updatedAtMillis == 0) {
            landmarkMillis = millis;
        }
        updatedAtMillis = Math.max(updatedAtMillis, millis);
        if (decay.isLandmarkWorn(updatedAtMillis, landmarkMillis)) {
            double worn = decay.factor(updatedAtMillis, landmarkMillis);
            weights.replaceAll((item, weight) -> (float) (weight / worn));
            unavailable.replaceAll((item, weight) -> (float) (weight / worn));
            landmarkMillis = updatedAtMillis;
        }
        return decay.factor(millis, landmarkMillis);
    }

    private void makeRoomFor(String item, int maxItems) {
        if (weights.size() + unavailable.size() < maxItems
                || weights.containsKey(item)
                || unavailable.containsKey(item)) {
            return;
        }
        Map<String, Float> holder = unavailable.isEmpty() ? weights : unavailable;
        String weakest = null;
        float least = Float.MAX_VALUE;
        for (Map.Entry<String, Float> entry : holder.entrySet()) {
            if (weakest == null || entry.getValue() < least) {
                weakest = entry.getKey();
                least = entry.getValue();
            }
        }
        holder.remove(weakest);
    }
}
