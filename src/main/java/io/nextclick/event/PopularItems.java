package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * The popular items of a site or of one of its categories.
 *
 * @param site the tenant
 * @param category the category, null for the whole site
 * @param items item ids, best first
 * @param scores decayed visits, largest first
 */
public record PopularItems(String site, @Nullable String category, String[] items, float[] scores) {

    /** Key of the site or category among all. */
    public String scopeKey() {
        return scopeKey(site, category);
    }

    /** Key of a site ({@code category} null) or of a category; no site's name has a slash. */
    public static String scopeKey(String site, @Nullable String category) {
        return category == null ? site : site + '/' + category;
    }
}
