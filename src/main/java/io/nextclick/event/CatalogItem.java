package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * An item of the catalogue, or its removal.
 *
 * @param site the tenant
 * @param itemId product or article
 * @param title name shown to people
 * @param category path from the root, levels separated by '/'
 * @param brand brand
 * @param price price of one piece, in the currency's main unit
 * @param inStock false keeps it out of every list
 * @param removed true if the catalogue no longer has it
 */
public record CatalogItem(
        String site,
        String itemId,
        @Nullable String title,
        @Nullable String category,
        @Nullable String brand,
        @Nullable Double price,
        boolean inStock,
        boolean removed) {

    /** Key of the item among all sites. */
    public String itemKey() {
        return SiteKey.of(site, itemId);
    }

    /** True if it may be recommended. */
    public boolean isAvailable() {
        return inStock && !removed;
    }
}
