package io.nextclick.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.SiteKey;
import org.jspecify.annotations.Nullable;

/** A {@code CatalogItem} in JSON: the contract's field names, absent fields left out. */
public record JsonItem(
        @JsonProperty(value = "item_id", required = true) @Nullable String itemId,
        @Nullable String site,
        @Nullable String title,
        @Nullable String category,
        @Nullable String brand,
        @Nullable Double price,
        @JsonProperty("in_stock") @Nullable Boolean inStock) {

    CatalogItem toItem() {
        return new CatalogItem(
                site == null ? SiteKey.DEFAULT_SITE : site,
                itemId == null ? "" : itemId,
                title,
                category,
                brand,
                price,
                inStock == null || inStock,
                false);
    }
}
