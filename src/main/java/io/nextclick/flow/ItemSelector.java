package io.nextclick.flow;

import org.jspecify.annotations.Nullable;

/**
 * Which items a rule is about; an item must meet all that is given.
 *
 * @param items ids; empty for any
 * @param category path from the root; an item of it or below it
 * @param brand brand
 * @param priceFrom lowest price, in the currency's main unit; below 0 for no bound
 * @param priceTo highest price; {@link Double#MAX_VALUE} for no bound
 * @param currency of these two; an item with a price in another is not selected
 * @param inStock whether it must be in stock; null for either
 * @param boughtBefore whether the person must have bought it; null for either
 */
public record ItemSelector(
        String[] items,
        @Nullable String category,
        @Nullable String brand,
        double priceFrom,
        double priceTo,
        String currency,
        @Nullable Boolean inStock,
        @Nullable Boolean boughtBefore) {

    /** Stands in a rule for the value that its match has. */
    public static final String MATCH = "$match";

    /** True if a price is asked for. */
    public boolean asksForPrice() {
        return priceFrom >= 0 || priceTo < Double.MAX_VALUE;
    }

    /** True if a category is the selected one or below it. */
    public static boolean isWithin(String category, String selected) {
        return category.startsWith(selected)
                && (category.length() == selected.length()
                        || category.charAt(selected.length()) == '/');
    }
}
