package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * An item of the catalogue, or its removal.
 *
 * @param site the tenant
 * @param itemId product or article
 * @param title name shown to people
 * @param category path from the root, levels separated by '/'
 * @param brand brand
 * @param price price of one piece, in the currency's main unit
 * @param currency the price's currency
 * @param inStock false keeps it out of every list
 * @param removed true if the catalogue no longer has it
 * @param availableFromMillis first moment at which it may be recommended, ms since the epoch; 0 if
 *     it always may
 * @param updatedAtMillis when the shop changed it, ms since the epoch; 0 if that is not known
 * @param firstSeenMillis when it was known first, ms since the epoch: as far as the record itself
 *     can tell, or as far as {@code update-catalogue} remembers
 */
public record CatalogItem(
        String site,
        String itemId,
        @Nullable String title,
        @Nullable String category,
        @Nullable String brand,
        @Nullable Double price,
        @Nullable String currency,
        boolean inStock,
        boolean removed,
        long availableFromMillis,
        long updatedAtMillis,
        long firstSeenMillis) {

    /** An item, or its removal, without any times and whose price states no currency. */
    public CatalogItem(
            String site,
            String itemId,
            @Nullable String title,
            @Nullable String category,
            @Nullable String brand,
            @Nullable Double price,
            boolean inStock,
            boolean removed) {
        this(site, itemId, title, category, brand, price, null, inStock, removed, 0, 0, 0);
    }

    /** The same with other times of its availability and of being known first. */
    public CatalogItem withTimes(long availableFrom, long firstSeen) {
        return new CatalogItem(
                site,
                itemId,
                title,
                category,
                brand,
                price,
                currency,
                inStock,
                removed,
                availableFrom,
                updatedAtMillis,
                firstSeen);
    }

    /** The same with its price as {@link Money} keeps it, in a currency if it states none. */
    public CatalogItem pricedIn(String defaultCurrency) {
        return price == null
                ? this
                : new CatalogItem(
                        site,
                        itemId,
                        title,
                        category,
                        brand,
                        Money.value(Money.micros(price)),
                        currency == null || currency.isEmpty() ? defaultCurrency : currency,
                        inStock,
                        removed,
                        availableFromMillis,
                        updatedAtMillis,
                        firstSeenMillis);
    }

    /** Key of the item among all sites. */
    public String itemKey() {
        return SiteKey.of(site, itemId);
    }

    /** True if it may be recommended from {@link #availableFromMillis} on. */
    public boolean isAvailable() {
        return inStock && !removed;
    }
}
