package io.nextclick.recommend;

import io.nextclick.event.PopularItems;
import io.nextclick.event.SiteKey;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * The broadcast state of the list making: popularity lists and unavailable items, the same in every
 * subtask. Bounded by count: sites, categories and items apart, what was in the news longest ago
 * leaves, which is counted as {@code shopFactsForgotten}. So many categories of one site never cost
 * another site its list.
 */
final class ShopState implements Shop {

    private final BroadcastState<String, PopularItems> popular;
    private final BroadcastState<String, Boolean> unavailable;
    private final RecommendRules rules;
    private final Counter forgotten;

    /** Keys in the order of their news; after a restore in any order. */
    private final Set<String> sites = new LinkedHashSet<>();

    private final Set<String> categories = new LinkedHashSet<>();
    private final Set<String> items = new LinkedHashSet<>();

    ShopState(OperatorStateStore store, RecommendRules rules, Counter forgotten) throws Exception {
        this.popular = store.getBroadcastState(popularDescriptor());
        this.unavailable = store.getBroadcastState(unavailableDescriptor());
        this.rules = rules;
        this.forgotten = forgotten;
        for (Map.Entry<String, PopularItems> entry : popular.immutableEntries()) {
            scopes(entry.getValue()).add(entry.getKey());
        }
        for (Map.Entry<String, Boolean> entry : unavailable.immutableEntries()) {
            items.add(entry.getKey());
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
        String itemKey = update.itemKey();
        if (itemKey != null) {
            remember(itemKey, update.available());
        }
    }

    private Set<String> scopes(PopularItems list) {
        return list.category() == null ? sites : categories;
    }

    private void remember(PopularItems list) throws Exception {
        String key = list.scopeKey();
        popular.put(key, list);
        String tooMany = moveToEnd(scopes(list), key, rules.maxScopes());
        if (tooMany != null) {
            popular.remove(tooMany);
        }
    }

    private void remember(String itemKey, boolean available) throws Exception {
        if (available) {
            items.remove(itemKey);
            unavailable.remove(itemKey);
            return;
        }
        unavailable.put(itemKey, Boolean.TRUE);
        String tooMany = moveToEnd(items, itemKey, rules.maxUnavailable());
        if (tooMany != null) {
            unavailable.remove(tooMany);
        }
    }

    /** The key that has to leave for the new one, if any. */
    private @Nullable String moveToEnd(Set<String> order, String key, int most) {
        order.remove(key);
        order.add(key);
        if (order.size() <= most) {
            return null;
        }
        Iterator<String> oldest = order.iterator();
        String tooMany = oldest.next();
        oldest.remove();
        forgotten.inc();
        return tooMany;
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
        if (items.isEmpty()) {
            return false;
        }
        try {
            return unavailable.contains(SiteKey.of(site, itemId));
        } catch (Exception e) {
            throw new IllegalStateException("cannot read broadcast state", e);
        }
    }
}
