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
        refuseUpdated(item.updatedAtMillis(), arrivedAtMillis);
        return timed(item, arrivedAtMillis);
    }

    /** A time of change that lies ahead would make every later record look old. */
    private void refuseUpdated(long updatedAtMillis, long arrivedAtMillis) throws RefusedException {
        if (updatedAtMillis < 0) {
            throw new RefusedException(
                    ReasonCode.TIMESTAMP_TOO_OLD, "updated_at " + updatedAtMillis + " is below 0");
        }
        if (updatedAtMillis - arrivedAtMillis > rules.maxFutureMillis()) {
            throw new RefusedException(
                    ReasonCode.TIMESTAMP_IN_FUTURE,
                    "updated_at is %d ms after arrival, allowed %d"
                            .formatted(updatedAtMillis - arrivedAtMillis, rules.maxFutureMillis()));
        }
    }

    /**
     * The item with the earliest moment at which it was there for certain, and without a first
     * moment of its availability that is before every event that is still taken.
     */
    private CatalogItem timed(CatalogItem item, long arrivedAtMillis) {
        long updatedAt = item.updatedAtMillis();
        long firstSeen = updatedAt > 0 ? Math.min(updatedAt, arrivedAtMillis) : arrivedAtMillis;
        long from = item.availableFromMillis();
        boolean passed = rules.maxAgeMillis() > 0 && from < arrivedAtMillis - rules.maxAgeMillis();
        return item.withTimes(passed ? 0 : Math.max(from, 0), firstSeen);
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
