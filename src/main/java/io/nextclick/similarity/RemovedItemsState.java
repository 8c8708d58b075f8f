package io.nextclick.similarity;

import io.nextclick.event.SiteKey;
import io.nextclick.writeback.StateSpec;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;

/**
 * The items that the catalogue removed and that have not come back: broadcast state, the same in
 * every subtask. No published list names them. Bounded by count; at the bound the one that was
 * removed first is forgotten.
 */
final class RemovedItemsState {

    static final MapStateDescriptor<String, Boolean> REMOVED =
            StateSpec.map("removed-items", Boolean.class);

    private final BroadcastState<String, Boolean> stored;
    private final int most;

    /** Keys in the order of their removal; after a restore in any order. */
    private final Set<String> keys = new LinkedHashSet<>();

    RemovedItemsState(OperatorStateStore store, int most) throws Exception {
        this.stored = store.getBroadcastState(REMOVED);
        this.most = most;
        for (Map.Entry<String, Boolean> entry : stored.immutableEntries()) {
            keys.add(entry.getKey());
        }
    }

    /** Takes in what the catalogue says of an item; false if that was known. */
    boolean update(String itemKey, boolean removed) throws Exception {
        if (!removed) {
            stored.remove(itemKey);
            return keys.remove(itemKey);
        }
        if (!keys.add(itemKey)) {
            return false;
        }
        stored.put(itemKey, Boolean.TRUE);
        if (keys.size() > most) {
            Iterator<String> first = keys.iterator();
            stored.remove(first.next());
            first.remove();
        }
        return true;
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean contains(String itemKey) {
        return keys.contains(itemKey);
    }

    boolean contains(String site, String itemId) {
        return !keys.isEmpty() && keys.contains(SiteKey.of(site, itemId));
    }
}
