package io.nextclick.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nextclick.avro.SimilarItem;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.SiteKey;
import io.nextclick.similarity.SimilarItems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contract {@code CatalogItem}, in Avro and in JSON, and the job's own item. */
public final class ItemContract {

    private ItemContract() {}

    /** Decodes what producers write, in Avro or JSON. */
    public static RecordDecoder<CatalogItem> decoder(CodecSettings codec) {
        return RecordDecoder.of(
                io.nextclick.avro.CatalogItem.getClassSchema(),
                codec,
                ItemContract::toItem,
                Json.class,
                Json::toItem);
    }

    public static CatalogItem toItem(io.nextclick.avro.CatalogItem item) throws RefusedException {
        return new CatalogItem(
                item.getSite(),
                item.getItemId(),
                item.getTitle(),
                item.getCategory(),
                item.getBrand(),
                item.getPrice(),
                item.getCurrency(),
                item.getInStock(),
                false,
                WrittenTime.millis("available_from", item.getAvailableFrom()),
                WrittenTime.millis("updated_at", item.getUpdatedAt()),
                0);
    }

    public static io.nextclick.avro.CatalogItem of(CatalogItem item) {
        return new io.nextclick.avro.CatalogItem(
                item.itemId(),
                item.site(),
                item.title(),
                item.category(),
                item.brand(),
                item.price(),
                item.currency(),
                item.inStock(),
                item.availableFromMillis() == 0
                        ? null
                        : Instant.ofEpochMilli(item.availableFromMillis()),
                Instant.ofEpochMilli(item.updatedAtMillis()),
                Map.of());
    }

    /** A list; one without neighbours is a tombstone. */
    public static io.nextclick.avro.@Nullable SimilarItems of(SimilarItems items) {
        if (items.neighbours().length == 0) {
            return null;
        }
        List<SimilarItem> neighbours = new ArrayList<>(items.neighbours().length);
        for (int i = 0; i < items.neighbours().length; i++) {
            neighbours.add(
                    new SimilarItem(
                            items.neighbours()[i],
                            (double) items.scores()[i],
                            (double) items.forward()[i],
                            (double) items.backward()[i]));
        }
        return new io.nextclick.avro.SimilarItems(
                SiteKey.id(items.itemKey()),
                SiteKey.site(items.itemKey()),
                Instant.ofEpochMilli(items.updatedAtMillis()),
                items.weight(),
                neighbours);
    }

    /** A {@code CatalogItem} in JSON: the contract's field names, absent fields left out. */
    record Json(
            @JsonProperty(value = "item_id", required = true) @Nullable String itemId,
            @Nullable String site,
            @Nullable String title,
            @Nullable String category,
            @Nullable String brand,
            @Nullable Double price,
            @Nullable String currency,
            @JsonProperty("in_stock") @Nullable Boolean inStock,
            @JsonProperty("available_from") @Nullable JsonInstant availableFrom,
            @JsonProperty("updated_at") @Nullable JsonInstant updatedAt) {

        CatalogItem toItem() throws RefusedException {
            return new CatalogItem(
                    site == null ? SiteKey.DEFAULT_SITE : site,
                    itemId == null ? "" : itemId,
                    title,
                    category,
                    brand,
                    price,
                    currency,
                    inStock == null || inStock,
                    false,
                    WrittenTime.millis("available_from", availableFrom),
                    WrittenTime.millis("updated_at", updatedAt),
                    0);
        }
    }
}
