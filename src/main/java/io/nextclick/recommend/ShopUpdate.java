package io.nextclick.recommend;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.PopularItems;
import org.jspecify.annotations.Nullable;

/**
 * What every subtask that makes lists must know of the shop.
 *
 * @param popular a popularity list, or null
 * @param itemKey an item of the catalogue, or null
 * @param available whether that item may be recommended
 * @param facts what rules may ask of that item, or null if nothing is known
 */
public record ShopUpdate(
        @Nullable PopularItems popular,
        @Nullable String itemKey,
        boolean available,
        @Nullable ItemFacts facts) {

    /** News of a popularity list. */
    public static ShopUpdate of(PopularItems popular) {
        return new ShopUpdate(popular, null, false, null);
    }

    /** News of the catalogue. */
    public static ShopUpdate of(CatalogItem item) {
        return new ShopUpdate(null, item.itemKey(), item.isAvailable(), ItemFacts.of(item));
    }
}
