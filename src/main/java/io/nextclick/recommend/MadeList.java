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
 * @param drawnPlace the upper of two places whose order was drawn, from 1; 0 if none was
 */
public record MadeList(
        List<RecommendedItem> items,
        @Nullable TrainingExample example,
        double later,
        int drawnPlace) {

    /**
     * Probabilities of the draws that brought items into the list; of most lists none. Whose place
     * alone was drawn would be in it anyway.
     */
    Map<String, Double> chances() {
        Map<String, Double> chances = Map.of();
        for (int i = 0; i < items.size(); i++) {
            RecommendedItem item = items.get(i);
            boolean swapped = drawnPlace > 0 && (i == drawnPlace - 1 || i == drawnPlace);
            if (item.chance() < 1 && !swapped) {
                chances = chances.isEmpty() ? new HashMap<>() : chances;
                chances.put(item.itemId(), item.chance());
            }
        }
        return chances;
    }
}
