package io.nextclick.recommend;

import io.nextclick.flow.PopularItems;
import org.jspecify.annotations.Nullable;

/**
 * The popular items of a category with what the catalogue says of each, ready for many lists, see
 * {@link Renewal}: an item's brand does not change by a visit.
 */
final class CategoryItems {

    /** The popularity of an item next to the category's most popular one is at least this. */
    private static final float FLOOR = 1e-2f;

    private final Renewal renewal = new Renewal();
    private final LogPopularity popularity = new LogPopularity(FLOOR);
    private String[] items = new String[0];
    private @Nullable ItemFacts[] facts = new ItemFacts[0];
    private int[] brands = new int[0];
    private float[] prices = new float[0];

    /** Takes the category's list as it is now. */
    void use(PopularItems now, Shop shop) {
        if (renewal.isDue(now)) {
            prepare(now, shop);
        }
    }

    private void prepare(PopularItems now, Shop shop) {
        int count = now.items().length;
        if (facts.length != count) {
            facts = new ItemFacts[count];
            brands = new int[count];
            prices = new float[count];
        }
        items = now.items();
        popularity.take(now.scores());
        for (int i = 0; i < count; i++) {
            ItemFacts known = shop.facts(now.site(), items[i]);
            facts[i] = known;
            brands[i] = known == null ? 0 : FactSignals.hash(known.brand());
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

    /** What its items are visited next to the most popular one. */
    LogPopularity popularity() {
        return popularity;
    }

    /** What the catalogue says of it; null if nothing. */
    @Nullable ItemFacts facts(int place) {
        return facts[place];
    }

    /** The hash of its brand; 0 if that is not known. */
    int brand(int place) {
        return brands[place];
    }

    /** The logarithm of its price; NaN if that is not known. */
    float price(int place) {
        return prices[place];
    }
}
