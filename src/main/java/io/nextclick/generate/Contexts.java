package io.nextclick.generate;

import io.nextclick.event.EventContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the events of the shop say beside their item. Prices are in euros. */
final class Contexts {

    private static final String CURRENCY = "EUR";

    private Contexts() {}

    static EventContext page(ShopItem item) {
        return ofItem(item, null, null, "item");
    }

    static EventContext impression(ShopItem item) {
        return ofItem(item, null, null, "home");
    }

    static EventContext pieces(ShopItem item, int quantity) {
        return ofItem(item, quantity, null, "cart");
    }

    static EventContext rating(ShopItem item, float stars) {
        return ofItem(item, null, stars, "item");
    }

    static EventContext search(String query) {
        return ofSurface(null, null, query, null, null, "search");
    }

    static EventContext filter(String category, @Nullable String brand) {
        return ofSurface(category, brand, null, null, null, "list");
    }

    static EventContext checkout() {
        return ofSurface(null, null, null, null, null, "checkout");
    }

    static EventContext ping(long dwellMillis, float scrollDepth) {
        return ofSurface(null, null, null, dwellMillis, scrollDepth, "item");
    }

    private static EventContext ofItem(
            ShopItem item, @Nullable Integer quantity, @Nullable Float rating, String pageType) {
        return new EventContext(
                CategoryTree.path(item.leaf),
                item.brandName,
                item.price,
                CURRENCY,
                quantity,
                null,
                null,
                null,
                rating,
                pageType,
                null,
                null,
                null,
                Map.of());
    }

    private static EventContext ofSurface(
            @Nullable String category,
            @Nullable String brand,
            @Nullable String query,
            @Nullable Long dwellMillis,
            @Nullable Float scrollDepth,
            String pageType) {
        return new EventContext(
                category,
                brand,
                null,
                null,
                null,
                query,
                dwellMillis,
                scrollDepth,
                null,
                pageType,
                null,
                null,
                null,
                Map.of());
    }
}
