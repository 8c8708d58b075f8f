package io.nextclick.flow;

import org.jspecify.annotations.Nullable;

/**
 * The popular items of a site, of one of its categories or of one of its segments.
 *
 * @param site the tenant
 * @param category the category, null for the whole site or a segment
 * @param segment the segment, or null
 * @param updatedAtMillis newest visit that the scores count, ms since the epoch; 0 if there is none
 * @param items item ids, best first
 * @param scores decayed visits, largest first
 */
public record PopularItems(
        String site,
        @Nullable String category,
        @Nullable String segment,
        long updatedAtMillis,
        String[] items,
        float[] scores) {

    /** The popular items of a site or of one of its categories, of whatever time. */
    public PopularItems(String site, @Nullable String category, String[] items, float[] scores) {
        this(site, category, null, 0, items, scores);
    }

    /** True of the list of a whole site. */
    public boolean isOfSite() {
        return category == null && segment == null;
    }

    /** Key of the site, category or segment among all. */
    public String scopeKey() {
        return scopeKey(site, category, segment);
    }

    /** Key of a site ({@code category} null) or of a category. */
    public static String scopeKey(String site, @Nullable String category) {
        return scopeKey(site, category, null);
    }

    /** Key of a scope; no site's name has a slash or a line break. */
    public static String scopeKey(
            String site, @Nullable String category, @Nullable String segment) {
        if (segment != null) {
            return site + '\n' + segment;
        }
        return category == null ? site : site + '/' + category;
    }
}
