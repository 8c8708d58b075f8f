package io.nextclick.recommend;

import io.nextclick.event.PopularItems;
import org.jspecify.annotations.Nullable;

/** What a list needs to know of the shop. */
interface Shop {

    /** Popular items of a site ({@code category} null) or category; null if none are known. */
    @Nullable PopularItems popular(String site, @Nullable String category);

    /** True if the catalogue says that the item must not be recommended. */
    boolean isUnavailable(String site, String itemId);
}
