package io.nextclick.generate;

import io.nextclick.event.EventContext;
import org.jspecify.annotations.Nullable;

/** What the events of the shop say beside their item. Prices are in euros. */
final class Contexts {

    private static final String CURRENCY = "EUR";

    private Contexts() {}

    static EventContext page(ShopItem item) {
        return of(item, "item").build();
    }

    static EventContext impression(ShopItem item) {
        return of(item, "home").build();
    }

    static EventContext pieces(ShopItem item, int quantity) {
        return of(item, "cart").quantity(quantity).build();
    }

    static EventContext rating(ShopItem item, float stars) {
        return of(item, "item").rating(stars).build();
    }

    static EventContext search(String query) {
        return EventContext.builder().query(query).pageType("search").build();
    }

    static EventContext filter(String category, @Nullable String brand) {
        return EventContext.builder().category(category).brand(brand).pageType("list").build();
    }

    static EventContext checkout() {
        return EventContext.builder().pageType("checkout").build();
    }

    static EventContext ping(long dwellMillis, float scrollDepth) {
        return EventContext.builder()
                .dwellMillis(dwellMillis)
                .scrollDepth(scrollDepth)
                .pageType("item")
                .build();
    }

    private static EventContext.Builder of(ShopItem item, String pageType) {
        return EventContext.builder()
                .category(CategoryTree.path(item.leaf))
                .brand(item.brandName)
                .price(item.price)
                .currency(CURRENCY)
                .pageType(pageType);
    }
}
