package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;
import io.nextclick.flow.PopularItems;
import org.jspecify.annotations.Nullable;

/**
 * The popular items of a category with what the catalogue says of each, ready for many lists. It is
 * made anew of a newer list only after some lists, so that a list costs a few look-ups and not one
 * for each item: an item's brand does not change by a visit.
 */
final class CategoryItems {

    /** The popularity of an item next to the category's most popular one is at least this. */
    private static final float FLOOR = 1e-2f;

    static final float LEAST = Logarithm.of(FLOOR);

    /** Of a longer list so many items are made anew for each list that it serves. */
    private static final int A_LIST = 8;

    private PopularItems list;
    private String[] items = new String[0];
    private float[] popularity = new float[0];
    private @Nullable ItemFacts[] facts = new ItemFacts[0];
    private float[] prices = new float[0];
    private int lists;

    CategoryItems(PopularItems list, Shop shop) {
        this.list = list;
        make(list, shop);
    }

    /** Takes the category's list as it is now. */
    void use(PopularItems now, Shop shop) {
        lists++;
        // A record's arrays are equal if they are the same.
        if (lists * A_LIST >= items.length && !now.equals(list)) {
            make(now, shop);
        }
    }

    private void make(PopularItems now, Shop shop) {
        list = now;
        lists = 0;
        int count = now.items().length;
        if (popularity.length != count) {
            popularity = new float[count];
            facts = new ItemFacts[count];
            prices = new float[count];
        }
        items = now.items();
        float top = count == 0 ? 1 : Math.max(now.scores()[0], Float.MIN_NORMAL);
        for (int i = 0; i < count; i++) {
            popularity[i] = Logarithm.of(FLOOR + now.scores()[i] / top);
            ItemFacts known = shop.facts(now.site(), items[i]);
            facts[i] = known;
            prices[i] = known == null ? Float.NaN : FactSignals.logarithm(known.price());
        }
    }

    /** How many there are. */
    int count() {
        return items.length;
    }

    /** An item, the most popular at 0. */
    String item(int place) {
        return items[place];
    }

    /** The logarithm of its popularity as a share of the most popular one's. */
    float popularity(int place) {
        return popularity[place];
    }

    /** The logarithm of its popularity without some visits. */
    float popularityWithout(int place, float visits) {
        float[] scores = list.scores();
        float left = Math.max(scores[place] - visits, 0);
        return Logarithm.of(FLOOR + left / Math.max(scores[0], Float.MIN_NORMAL));
    }

    /** What the catalogue says of it; null if nothing. */
    @Nullable ItemFacts facts(int place) {
        return facts[place];
    }

    /** The logarithm of its price; NaN if that is not known. */
    float price(int place) {
        return prices[place];
    }
}
