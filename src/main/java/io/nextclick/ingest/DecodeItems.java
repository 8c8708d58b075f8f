package io.nextclick.ingest;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.ItemContract;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.EventChecks;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.SiteKey;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns Kafka records into catalogue changes, a tombstone into the removal of the item that its key
 * names, and refused records into dead letters in the side output.
 *
 * <p>No key, no state, no timers.
 */
public final class DecodeItems extends DecodeContract<CatalogItem> {

    public DecodeItems(CodecSettings codec, EventChecks rules) {
        super(codec, rules, ItemContract::decoder);
    }

    @Override
    CatalogItem decode(RawRecord record, long arrivedAtMillis, Context context)
            throws RefusedException {
        byte[] value = record.value();
        CatalogItem item = value == null ? removed(record) : decoder.decode(value);
        if (item.itemId().isBlank()) {
            throw new RefusedException(ReasonCode.MISSING_ITEM, "item_id is empty");
        }
        if (!EventChecks.isSite(item.site())) {
            throw new RefusedException(ReasonCode.INVALID_SITE, EventChecks.SITE_ALLOWED);
        }
        if (item.itemId().length() > rules.maxIdLength()) {
            throw new RefusedException(
                    ReasonCode.FIELD_TOO_LONG,
                    "item_id has %d characters, allowed %d"
                            .formatted(item.itemId().length(), rules.maxIdLength()));
        }
        refuseLong("title", item.title());
        refuseLong("category", item.category());
        refuseLong("brand", item.brand());
        return item;
    }

    private void refuseLong(String field, @Nullable String value) throws RefusedException {
        if (value != null && value.length() > rules.maxFieldLength()) {
            throw new RefusedException(
                    ReasonCode.FIELD_TOO_LONG,
                    "%s has %d characters, allowed %d"
                            .formatted(field, value.length(), rules.maxFieldLength()));
        }
    }

    private static CatalogItem removed(RawRecord record) throws RefusedException {
        byte[] bytes = record.key();
        if (bytes == null) {
            throw new RefusedException(ReasonCode.MISSING_ITEM, "a tombstone without a key");
        }
        String key = new String(bytes, StandardCharsets.UTF_8);
        return new CatalogItem(
                SiteKey.site(key), SiteKey.id(key), null, null, null, null, false, true);
    }
}
