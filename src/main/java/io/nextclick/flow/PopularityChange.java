package io.nextclick.flow;

import io.nextclick.event.CatalogItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of an item in one popularity list.
 *
 * @param site the tenant
 * @param category the category whose list it is for, null for the site's or a segment's
 * @param segment the segment whose list it is for, or null
 * @param itemId the item
 * @param weight visits to add, below 0 to take back, 0 for a change of the catalogue, {@link
 *     #ALL_OF_IT} to take the item out of the list
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

    /** The weight that takes an item out of a list. */
    private static final float ALL_OF_IT = Float.NEGATIVE_INFINITY;

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

    /**
     * What a change of the catalogue says to the lists of the site and of categories.
     *
     * @param before the category that the item was in, null if none is known
     */
    public static List<PopularityChange> of(CatalogItem item, @Nullable String before) {
        String site = item.site();
        String id = item.itemId();
        String category = item.removed() ? before : item.category();
        List<PopularityChange> changes = new ArrayList<>();
        if (before != null && !before.equals(category)) {
            changes.add(new PopularityChange(site, before, id, ALL_OF_IT, 0, false));
        }
        changes.add(new PopularityChange(site, null, id, 0, 0, item.isAvailable()));
        if (category != null) {
            changes.add(new PopularityChange(site, category, id, 0, 0, item.isAvailable()));
        }
        return changes;
    }

    /** True if it takes the item out of the list. */
    public boolean leaves() {
        return weight == ALL_OF_IT;
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
