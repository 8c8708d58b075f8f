package io.nextclick.recommend;

import io.nextclick.flow.PopularItems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts of the shop that lists are made with. */
public interface Shop {

    /** Popular items of a site ({@code category} null) or category; null if none are known. */
    @Nullable PopularItems popular(String site, @Nullable String category);

    /** Popular items of a segment; null if none are known. */
    default @Nullable PopularItems popularInSegment(String site, String segment) {
        return null;
    }

    /** Popular items of a category and of those below it, together; null if none are known. */
    @Nullable PopularItems popularWithin(String site, String category);

    /**
     * True if the catalogue says that the item must not be recommended.
     *
     * @param atMillis time of the request, ms since the epoch
     */
    boolean isUnavailable(String site, String itemId, long atMillis);

    /** What the catalogue says of the item; null if that is not known. */
    @Nullable ItemFacts facts(String site, String itemId);

    /**
     * Items that are new in the catalogue, the newest first.
     *
     * @param atMillis time of the request, ms since the epoch
     */
    default List<String> newItems(String site, long atMillis) {
        return List.of();
    }

    /**
     * Lists of several categories as one of the category above them.
     *
     * @return best first, of equals by id; null if there is no list
     */
    static @Nullable PopularItems together(String site, String category, List<PopularItems> lists) {
        if (lists.size() <= 1) {
            return lists.isEmpty() ? null : lists.get(0);
        }
        Map<String, Float> best = new HashMap<>();
        for (PopularItems list : lists) {
            for (int i = 0; i < list.items().length; i++) {
                best.merge(list.items()[i], list.scores()[i], Math::max);
            }
        }
        List<Map.Entry<String, Float>> order = new ArrayList<>(best.entrySet());
        order.sort(
                Map.Entry.<String, Float>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()));
        String[] items = new String[order.size()];
        float[] scores = new float[order.size()];
        for (int i = 0; i < items.length; i++) {
            items[i] = order.get(i).getKey();
            scores[i] = order.get(i).getValue();
        }
        return new PopularItems(site, category, items, scores);
    }
}
