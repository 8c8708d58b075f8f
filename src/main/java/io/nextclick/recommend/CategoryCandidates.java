package io.nextclick.recommend;

import io.nextclick.blend.Selection;
import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.bound.BoundedMap;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.VisitPairs;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Candidates of the current item's category: of its popular items, and of those that the catalogue
 * alone named so far, the ones that are most alike to the current item by brand, price and
 * popularity. They are what a list can be made of where nobody went on from an item yet.
 *
 * <p>In memory only: at most {@value #MOST_CATEGORIES} categories, the least recently used evicted.
 */
final class CategoryCandidates {

    /** So many of a category's items become candidates. */
    static final int MOST = 12;

    static final int MOST_CATEGORIES = 256;

    /** What the logarithm of popularity counts next to the same brand or price. */
    private static final float POPULARITY = 0.2f;

    /** So little next to strengths, and to two steps, that they are left out before all others. */
    private static final float NEXT_TO_STRENGTH = 1e-6f;

    private final Map<String, CategoryItems> categories = BoundedMap.byLastUse(MOST_CATEGORIES);
    private long[] order = new long[0];

    /** The place of a chosen item in the category and 1, by row of the candidates; 0 for others. */
    private int[] places = new int[0];

    private @Nullable CategoryItems items;
    private @Nullable String category;

    /**
     * Chooses items of the category; they become candidates.
     *
     * @param facts what is known of the current item
     * @param most most candidates there can be
     */
    void fill(PersonEvent request, FactSignals facts, Shop shop, ItemRows rows, int most) {
        category = facts.category();
        items = category == null ? null : of(request.event().site(), category, shop);
        if (items != null) {
            if (places.length < most) {
                places = new int[most];
            }
            Arrays.fill(places, 0, most, 0);
            choose(items, facts, rows);
        }
    }

    private @Nullable CategoryItems of(String site, String category, Shop shop) {
        PopularItems list = shop.popular(site, category);
        if (list == null || list.items().length == 0) {
            return null;
        }
        CategoryItems known =
                categories.computeIfAbsent(list.scopeKey(), key -> new CategoryItems());
        known.use(list, shop);
        return known;
    }

    private void choose(CategoryItems from, FactSignals facts, ItemRows rows) {
        int all = from.count();
        LogPopularity popularity = from.popularity();
        if (order.length < all) {
            order = new long[all];
        }
        for (int i = 0; i < all; i++) {
            float popular = POPULARITY * (popularity.of(i) - popularity.least);
            float alike = facts.likeness(from.facts(i), from.brand(i), from.price(i));
            order[i] = Selection.numberOf(popular + alike, i);
        }
        int first = Selection.moveLargestToEnd(order, all, Math.min(MOST, all));
        for (int i = first; i < all; i++) {
            int place = Selection.placeIn(order[i]);
            places[rows.rowOf(from.item(place))] = place + 1;
        }
    }

    /** True if nothing of the category is known. */
    boolean isEmpty() {
        return items == null;
    }

    /** What a candidate is worth next to the strength of others. */
    float worth(int row) {
        CategoryItems from = items;
        if (from == null || places[row] == 0) {
            return 0;
        }
        LogPopularity popularity = from.popularity();
        return NEXT_TO_STRENGTH * (1 + popularity.of(places[row] - 1) - popularity.least);
    }

    /** The category that a candidate was chosen from; null if it was not. */
    @Nullable String categoryOf(int row) {
        return items == null || places[row] == 0 ? null : category;
    }

    /**
     * What the catalogue says of a chosen candidate; null if it was not chosen, or nothing is
     * known.
     */
    @Nullable ItemFacts facts(int row) {
        CategoryItems from = items;
        return from == null || places[row] == 0 ? null : from.facts(places[row] - 1);
    }

    /**
     * Sets the signal of candidates, whose rows are given by row of the signals; the first are the
     * asked items.
     *
     * @param own what the visit taught: its own visits say nothing of what others want
     */
    void setAll(SignalTable signals, int[] kept, int count, VisitPairs own, int asked) {
        CategoryItems from = items;
        if (from == null) {
            return;
        }
        LogPopularity popularity = from.popularity();
        float[] column = signals.column(Signal.IN_CATEGORY, count);
        for (int i = 0; i < count; i++) {
            int place = places[kept[i]] - 1;
            float visits = i < asked ? own.visits(i) : 0;
            column[i] = place < 0 ? popularity.least : popularity.without(place, visits);
        }
    }
}
