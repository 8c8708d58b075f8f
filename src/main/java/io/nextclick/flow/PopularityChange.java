package io.nextclick.flow;

import org.jspecify.annotations.Nullable;

/**
 * A change of an item in one popularity list.
 *
 * @param site the tenant
 * @param category the category whose list it is for, null for the site's or a segment's
 * @param segment the segment whose list it is for, or null
 * @param itemId the item
 * @param weight visits to add, below 0 to take back, 0 for a change of the catalogue
 * @param occurredAtMillis when, ms since the epoch; 0 for a change of the catalogue
 * @param available false if the catalogue says that it must not be recommended
 */
public record PopularityChange(
        String site,
        @Nullable String category,
        @Nullable String segment,
        String itemId,
        float weight,
        long occurredAtMillis,
        boolean available) {

    /** A change of the list of the site or of a category. */
    public PopularityChange(
            String site,
            @Nullable String category,
            String itemId,
            float weight,
            long occurredAtMillis,
            boolean available) {
        this(site, category, null, itemId, weight, occurredAtMillis, available);
    }

    /** True of the list of a whole site. */
    public boolean isOfSite() {
        return category == null && segment == null;
    }

    /** Key of the list. */
    public String scopeKey() {
        return PopularItems.scopeKey(site, category, segment);
    }
}
