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
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns Kafka records into catalogue changes, a tombstone into the removal of the item that its key
 * names, and refused records into dead letters in the side output.
 *
 * <p>No key, no timers. State: keys of records that are not those of their items, see {@link
 * ItemKeys}; after a rescale every subtask has all, up to the bound.
 */
public final class DecodeItems extends DecodeContract<CatalogItem> implements CheckpointedFunction {

    private static final ListStateDescriptor<String> ITEM_KEYS =
            new ListStateDescriptor<>("item-keys", String.class);

    /** Longer keys are not remembered. */
    private static final int MOST_KEY_BYTES = 1_000;

    private transient ItemKeys keys;
    private transient ListState<String> stored;

    private final String defaultCurrency;

    /**
     * @param defaultCurrency of prices that state none
     */
    public DecodeItems(CodecSettings codec, EventChecks rules, String defaultCurrency) {
        super(codec, rules, ItemContract::decoder, ofPricedItems());
        this.defaultCurrency = defaultCurrency;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        keys = new ItemKeys();
        stored = context.getOperatorStateStore().getUnionListState(ITEM_KEYS);
        keys.restore(stored.get());
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        stored.update(keys.stored());
    }

    @Override
    CatalogItem decode(RawRecord record, long arrivedAtMillis, Context context)
            throws RefusedException {
        byte[] value = record.value();
        CatalogItem item = value == null ? removed(record) : decoder.decode(value);
        if (item.itemId().isBlank()) {
            throw new RefusedException(
                    ReasonCode.MISSING_ITEM,
                    value == null ? "the record's key has no item" : "item_id is empty");
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
        RefusedException.throwIfPresent(EventChecks.checkPrice(item.price(), item.currency()));
        refuseUpdated(item.updatedAtMillis(), arrivedAtMillis);
        byte[] key = record.key();
        if (value != null && key != null && key.length <= MOST_KEY_BYTES) {
            keys.note(new String(key, StandardCharsets.UTF_8), item.itemKey(), record.offset());
        }
        return timed(item, arrivedAtMillis).pricedIn(defaultCurrency);
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

    private CatalogItem removed(RawRecord record) throws RefusedException {
        byte[] bytes = record.key();
        if (bytes == null) {
            throw new RefusedException(ReasonCode.MISSING_ITEM, "a tombstone without a key");
        }
        String key = keys.removed(new String(bytes, StandardCharsets.UTF_8), record.offset());
        return new CatalogItem(
                SiteKey.site(key), SiteKey.id(key), null, null, null, null, false, true);
    }
}
