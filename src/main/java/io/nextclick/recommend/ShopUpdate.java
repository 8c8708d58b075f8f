package io.nextclick.recommend;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.PopularItems;
import org.jspecify.annotations.Nullable;

/**
 * What every subtask that makes lists must know of the shop.
 *
 * @param popular a popularity list, or null
 * @param item a catalogue change, or null
 */
public record ShopUpdate(@Nullable PopularItems popular, @Nullable CatalogItem item) {

    /** News of a popularity list. */
    public static ShopUpdate of(PopularItems popular) {
        return new ShopUpdate(popular, null);
    }

    /** News of the catalogue. */
    public static ShopUpdate of(CatalogItem item) {
        return new ShopUpdate(null, item);
    }
}
