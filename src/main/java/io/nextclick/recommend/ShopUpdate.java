package io.nextclick.recommend;

import io.nextclick.blend.Policy;
import io.nextclick.event.CatalogItem;
import io.nextclick.flow.PopularItems;
import org.jspecify.annotations.Nullable;

/**
 * An update of the shop's facts or of a policy, for every subtask that makes lists.
 *
 * @param popular a popularity list, or null
 * @param itemKey an item of the catalogue, or null
 * @param available whether that item may be recommended
 * @param facts what rules may ask of that item, or null if nothing is known
 * @param policy the merged policy of a site and surface, or null
 */
public record ShopUpdate(
        @Nullable PopularItems popular,
        @Nullable String itemKey,
        boolean available,
        @Nullable ItemFacts facts,
        @Nullable Policy policy) {

    /** An update of a popularity list. */
    public static ShopUpdate of(PopularItems popular) {
        return new ShopUpdate(popular, null, false, null, null);
    }

    /** An update of the catalogue. */
    public static ShopUpdate of(CatalogItem item) {
        return new ShopUpdate(null, item.itemKey(), item.isAvailable(), ItemFacts.of(item), null);
    }

    /** An update of a policy. */
    public static ShopUpdate of(Policy policy) {
        return new ShopUpdate(null, null, false, null, policy);
    }
}
