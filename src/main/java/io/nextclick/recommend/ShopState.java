package io.nextclick.recommend;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.PopularItems;
import io.nextclick.event.SiteKey;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * The broadcast state of the list making: popularity lists and unavailable items, the same in every
 * subtask. Bounded by count; what does not fit is counted as {@code shopUpdatesBeyondBound}.
 */
final class ShopState implements Shop {

    private final BroadcastState<String, PopularItems> popular;
    private final BroadcastState<String, Boolean> unavailable;
    private final RecommendRules rules;
    private final Counter beyondBound;
    private int scopes;
    private int unavailableItems;

    ShopState(OperatorStateStore store, RecommendRules rules, Counter beyondBound)
            throws Exception {
        this.popular = store.getBroadcastState(popularDescriptor());
        this.unavailable = store.getBroadcastState(unavailableDescriptor());
        this.rules = rules;
        this.beyondBound = beyondBound;
        for (var ignored : popular.immutableEntries()) {
            scopes++;
        }
        for (var ignored : unavailable.immutableEntries()) {
            unavailableItems++;
        }
    }

    static MapStateDescriptor<String, PopularItems> popularDescriptor() {
        return new MapStateDescriptor<>(
                "popular-items", Types.STRING, TypeInformation.of(PopularItems.class));
    }

    static MapStateDescriptor<String, Boolean> unavailableDescriptor() {
        return new MapStateDescriptor<>("unavailable-items", Types.STRING, Types.BOOLEAN);
    }

    void update(ShopUpdate update) throws Exception {
        PopularItems list = update.popular();
        if (list != null) {
            remember(list);
        }
        CatalogItem item = update.item();
        if (item != null) {
            remember(item);
        }
    }

    private void remember(PopularItems list) throws Exception {
        String key = list.scopeKey();
        boolean known = popular.contains(key);
        if (!known && scopes >= rules.maxScopes()) {
            beyondBound.inc();
            return;
        }
        popular.put(key, list);
        scopes += known ? 0 : 1;
    }

    private void remember(CatalogItem item) throws Exception {
        String key = item.itemKey();
        boolean known = unavailable.contains(key);
        if (item.isAvailable()) {
            if (known) {
                unavailable.remove(key);
                unavailableItems--;
            }
            return;
        }
        if (!known && unavailableItems >= rules.maxUnavailable()) {
            beyondBound.inc();
            return;
        }
        unavailable.put(key, Boolean.TRUE);
        unavailableItems += known ? 0 : 1;
    }

    @Override
    public @Nullable PopularItems popular(String site, @Nullable String category) {
        try {
            return popular.get(PopularItems.scopeKey(site, category));
        } catch (Exception e) {
            throw new IllegalStateException("cannot read broadcast state", e);
        }
    }

    @Override
    public boolean isUnavailable(String site, String itemId) {
        if (unavailableItems == 0) {
            return false;
        }
        try {
            return unavailable.contains(SiteKey.of(site, itemId));
        } catch (Exception e) {
            throw new IllegalStateException("cannot read broadcast state", e);
        }
    }
}
