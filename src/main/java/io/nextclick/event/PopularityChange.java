package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * News of an item for one popularity list.
 *
 * @param site the tenant
 * @param category the category whose list it is for, null for the site's
 * @param itemId the item
 * @param weight visits to add, 0 for news from the catalogue
 * @param occurredAtMillis when, ms since the epoch; 0 for news from the catalogue
 * @param available false if the catalogue says that it must not be recommended
 */
public record PopularityChange(
        String site,
        @Nullable String category,
        String itemId,
        float weight,
        long occurredAtMillis,
        boolean available) {

    /** Key of the list. */
    public String scopeKey() {
        return PopularItems.scopeKey(site, category);
    }
}
