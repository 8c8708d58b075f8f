package io.nextclick.catalogue;

import io.nextclick.event.CatalogItem;
import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;

/**
 * Turns the records of the catalogue into those that hold, each with the time at which its item was
 * known first. A record that names an older time of change than one before it is left out. So is
 * one that does not name a newer one after the item was removed: it was written before the removal.
 * Records that name none hold as they come, and so do removals.
 *
 * <p>Key: the item among all sites.
 *
 * <p>State: one {@link CataloguedItem} an item, one read and one write a record; it expires by its
 * TTL, {@code catalogue.ttl}, after the last record.
 *
 * <p>No timers. What is left out is counted as {@code staleItems}.
 */
public final class UpdateCatalogue
        extends KeyedWriteBack<CataloguedItem, CatalogItem, CatalogItem> {

    private transient Counter stale;

    /**
     * @param ttl how long an item is remembered
     * @param limits objects in memory
     */
    public UpdateCatalogue(Duration ttl, WriteBackState.Limits limits) {
        super(state(ttl), limits);
    }

    /** One {@link CataloguedItem} a key. */
    static StateSpec<CataloguedItem> state(Duration ttl) {
        return StateSpec.value("catalogued-item", CataloguedItem.class, CataloguedItem::new)
                .expiringAfter(ttl);
    }

    @Override
    public void open(OpenContext context) {
        stale = getRuntimeContext().getMetricGroup().counter("staleItems");
    }

    @Override
    public void processElement(CatalogItem record, Context context, Collector<CatalogItem> out) {
        String key = context.getCurrentKey();
        CataloguedItem item = state.get(key);
        if (isStale(record, item)) {
            stale.inc();
            return;
        }
        if (item.firstSeenMillis == 0 && record.removed()) {
            // Of what was never known there is nothing to remember.
            state.remove(key);
            out.collect(record);
            return;
        }
        if (item.firstSeenMillis == 0) {
            item.firstSeenMillis = record.firstSeenMillis();
        }
        item.updatedAtMillis = Math.max(item.updatedAtMillis, record.updatedAtMillis());
        item.removed = record.removed();
        state.changed(key);
        out.collect(record.withTimes(record.availableFromMillis(), item.firstSeenMillis));
    }

    private static boolean isStale(CatalogItem record, CataloguedItem known) {
        long updatedAt = record.updatedAtMillis();
        return updatedAt > 0
                && (updatedAt < known.updatedAtMillis
                        || (known.removed && updatedAt == known.updatedAtMillis));
    }
}
