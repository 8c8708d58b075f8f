package io.nextclick.recommend;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.Money;
import io.nextclick.flow.ItemSelector;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of an item that a rule may ask for. Whether it is in stock is kept apart.
 * Stored: its components are part of every savepoint.
 *
 * @param category path from the root, levels separated by '/'
 * @param brand brand
 * @param price price of one piece, in the currency's main unit
 * @param currency the price's currency
 */
public record ItemFacts(
        @Nullable String category,
        @Nullable String brand,
        @Nullable Double price,
        @Nullable String currency) {

    /** The facts of an item; null if it is gone or the catalogue says nothing of the kind. */
    static @Nullable ItemFacts of(CatalogItem item) {
        boolean nothing = item.category() == null && item.brand() == null && item.price() == null;
        return item.removed() || nothing
                ? null
                : new ItemFacts(
                        item.category(),
                        item.brand(),
                        item.price(),
                        item.price() == null ? null : item.currency());
    }

    /** The same with one copy in memory of every category and brand, as many items share them. */
    public ItemFacts sharingTexts() {
        return new ItemFacts(
                category == null ? null : category.intern(),
                brand == null ? null : brand.intern(),
                price,
                currency == null ? null : currency.intern());
    }

    /** True if it is in the selected category or below it. */
    boolean isIn(String selected) {
        return category != null && ItemSelector.isWithin(category, selected);
    }

    /** True if it has the selected brand and a price within the bounds, as far as any are given. */
    boolean hasBrandAndPrice(ItemSelector selector) {
        if (selector.brand() != null && !selector.brand().equals(brand)) {
            return false;
        }
        return !selector.asksForPrice()
                || (price != null
                        && Money.isIn(selector.currency(), currency)
                        && price >= selector.priceFrom()
                        && price <= selector.priceTo());
    }
}
