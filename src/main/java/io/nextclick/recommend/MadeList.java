package io.nextclick.recommend;

import io.nextclick.blend.TrainingExample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list and what may be learnt from it.
 *
 * @param items best first; empty if there is nothing to recommend
 * @param example what the blend may learn from once the next click is known; null if nothing: the
 *     list is empty, a reminder's, or of an event that is not to be learnt from; valid until the
 *     next list is made
 * @param later what the click after the next one counts then, 0 to 1
 */
public record MadeList(
        List<RecommendedItem> items, @Nullable TrainingExample example, double later) {

    /** Probabilities of the draws that gave items their places; of most lists none. */
    Map<String, Double> chances() {
        Map<String, Double> chances = Map.of();
        for (RecommendedItem item : items) {
            if (item.chance() < 1) {
                chances = chances.isEmpty() ? new HashMap<>() : chances;
                chances.put(item.itemId(), item.chance());
            }
        }
        return chances;
    }
}
