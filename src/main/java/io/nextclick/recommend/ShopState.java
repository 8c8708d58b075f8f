package io.nextclick.recommend;

import io.nextclick.blend.Policy;
import io.nextclick.event.SiteKey;
import io.nextclick.experiment.Experiments;
import io.nextclick.flow.PopularItems;
import io.nextclick.writeback.StateSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * The broadcast state of the list making: popularity lists, unavailable items, the facts of items
 * and the newest items of each site, the same in every subtask. Bounded by count, each apart:
 * sites, categories, segments, unavailable items, items with facts, sites with new items. The least
 * recently updated is evicted, and counted as {@code shopFactsForgotten}. So many categories of one
 * site never cost another site its list.
 */
final class ShopState implements Shop {

    static final MapStateDescriptor<String, PopularItems> POPULAR =
            StateSpec.map("popular-items", PopularItems.class);
    static final MapStateDescriptor<String, Long> UNAVAILABLE =
            StateSpec.map("unavailable-items", Long.class);
    static final MapStateDescriptor<String, ItemFacts> FACTS =
            StateSpec.map("item-facts", ItemFacts.class);
    static final MapStateDescriptor<String, NewItems> NEW_ITEMS =
            StateSpec.map("new-items", NewItems.class);
    static final MapStateDescriptor<String, Policy> POLICIES =
            StateSpec.map("policies", Policy.class);

    /** Most categories whose popular items are taken together. */
    private static final int MAX_TOGETHER = 100;

    /** Most sites and surfaces whose policy is kept. */
    private static final int MAX_POLICIES = 4_000;

    private final BroadcastState<String, PopularItems> popular;

    /** When each of them may be recommended, ms since the epoch. */
    private final BroadcastState<String, Long> unavailable;

    private final BroadcastState<String, ItemFacts> facts;
    private final BroadcastState<String, NewItems> fresh;
    private final BroadcastState<String, Policy> policies;
    private final ExperimentState experiments;
    private final RecommendSettings rules;
    private final Counter evicted;

    /** Keys in the order of their updates; after a restore in any order. */
    private final Set<String> sites = new LinkedHashSet<>();

    private final Set<String> categories = new LinkedHashSet<>();
    private final Set<String> segments = new LinkedHashSet<>();
    private final Set<String> items = new LinkedHashSet<>();
    private final Set<String> described = new LinkedHashSet<>();

    private final Set<String> exploring = new LinkedHashSet<>();
    private final Set<String> learnt = new HashSet<>();

    /** The keys of the categories once more, so that those below one are found. */
    private final NavigableSet<String> tree = new TreeSet<>();

    ShopState(OperatorStateStore store, RecommendSettings rules, Counter evicted) throws Exception {
        this.popular = store.getBroadcastState(POPULAR);
        this.unavailable = store.getBroadcastState(UNAVAILABLE);
        this.facts = store.getBroadcastState(FACTS);
        this.fresh = store.getBroadcastState(NEW_ITEMS);
        this.policies = store.getBroadcastState(POLICIES);
        this.experiments = new ExperimentState(store);
        this.rules = rules;
        this.evicted = evicted;
        for (Map.Entry<String, PopularItems> entry : popular.immutableEntries()) {
            scopes(entry.getValue()).add(entry.getKey());
        }
        tree.addAll(categories);
        for (Map.Entry<String, Long> entry : unavailable.immutableEntries()) {
            items.add(entry.getKey());
        }
        for (Map.Entry<String, Policy> entry : policies.immutableEntries()) {
            learnt.add(entry.getKey());
        }
        for (Map.Entry<String, ItemFacts> entry : facts.immutableEntries()) {
            described.add(entry.getKey());
        }
        for (Map.Entry<String, NewItems> entry : fresh.immutableEntries()) {
            exploring.add(entry.getKey());
        }
    }

    /** The experiments in force. */
    Experiments experiments() {
        return experiments.experiments();
    }

    /** The newest policy of every site and surface. */
    List<Policy> policies() throws Exception {
        List<Policy> all = new ArrayList<>();
        policies.immutableEntries().forEach(entry -> all.add(entry.getValue()));
        return all;
    }

    private void remember(Policy policy) throws Exception {
        Policy known = policies.get(policy.policyKey());
        if (known != null && policy.sinceMillis() < known.sinceMillis()) {
            // Learnt before a reset: a restart must not bring it back.
            return;
        }
        if (known == null && learnt.size() >= MAX_POLICIES) {
            evicted.inc();
            return;
        }
        learnt.add(policy.policyKey());
        policies.put(policy.policyKey(), policy);
    }

    void update(ShopUpdate update) throws Exception {
        PopularItems list = update.popular();
        if (list != null) {
            remember(list);
        }
        Policy policy = update.policy();
        if (policy != null) {
            remember(policy);
        }
        if (update.experiment() != null) {
            experiments.apply(update.experiment());
        }
        if (update.weights() != null) {
            experiments.apply(update.weights());
        }
        String itemKey = update.itemKey();
        if (itemKey != null) {
            remember(itemKey, update.availableFromMillis());
            remember(itemKey, update.facts());
            explore(SiteKey.site(itemKey), SiteKey.id(itemKey), update.newSinceMillis());
        }
    }

    private Set<String> scopes(PopularItems list) {
        if (list.segment() != null) {
            return segments;
        }
        return list.category() == null ? sites : categories;
    }

    private void remember(PopularItems list) throws Exception {
        String key = list.scopeKey();
        popular.put(key, list);
        if (list.category() != null) {
            tree.add(key);
        }
        String tooMany = moveToEnd(scopes(list), key, rules.maxScopes());
        if (tooMany != null) {
            popular.remove(tooMany);
            tree.remove(tooMany);
        }
    }

    private void remember(String itemKey, long availableFromMillis) throws Exception {
        if (availableFromMillis == 0) {
            items.remove(itemKey);
            unavailable.remove(itemKey);
            return;
        }
        unavailable.put(itemKey, availableFromMillis);
        String tooMany = moveToEnd(items, itemKey, rules.maxUnavailable());
        if (tooMany != null) {
            unavailable.remove(tooMany);
        }
    }

    private void remember(String itemKey, @Nullable ItemFacts known) throws Exception {
        if (known == null) {
            described.remove(itemKey);
            facts.remove(itemKey);
            return;
        }
        facts.put(itemKey, known.sharingTexts());
        String tooMany = moveToEnd(described, itemKey, rules.maxItemFacts());
        if (tooMany != null) {
            facts.remove(tooMany);
        }
    }

    private void explore(String site, String item, long newSinceMillis) throws Exception {
        NewItems stored = fresh.get(site);
        NewItems known = stored == null ? NewItems.NONE : stored;
        NewItems changed =
                newSinceMillis > 0 ? known.with(item, newSinceMillis) : known.without(item);
        if (changed.equals(known)) {
            return;
        }
        fresh.put(site, changed);
        String tooMany = moveToEnd(exploring, site, rules.maxScopes());
        if (tooMany != null) {
            fresh.remove(tooMany);
        }
    }

    /** Makes a key the most recently updated; the key that is evicted for it, if any. */
    private @Nullable String moveToEnd(Set<String> order, String key, int most) {
        order.remove(key);
        order.add(key);
        if (order.size() <= most) {
            return null;
        }
        Iterator<String> oldest = order.iterator();
        String tooMany = oldest.next();
        oldest.remove();
        evicted.inc();
        return tooMany;
    }

    @Override
    public @Nullable PopularItems popular(String site, @Nullable String category) {
        return read(popular, PopularItems.scopeKey(site, category));
    }

    @Override
    public @Nullable PopularItems popularInSegment(String site, String segment) {
        return read(popular, PopularItems.scopeKey(site, null, segment));
    }

    @Override
    public @Nullable PopularItems popularWithin(String site, String category) {
        List<PopularItems> lists = new ArrayList<>();
        PopularItems own = popular(site, category);
        if (own != null) {
            lists.add(own);
        }
        String key = PopularItems.scopeKey(site, category);
        // All that begins with the key and a slash: '0' is the character after it.
        for (String below : tree.subSet(key + '/', key + '0')) {
            if (lists.size() == MAX_TOGETHER) {
                break;
            }
            PopularItems list = popular(site, below.substring(site.length() + 1));
            if (list != null) {
                lists.add(list);
            }
        }
        return Shop.together(site, category, lists);
    }

    @Override
    public boolean isUnavailable(String site, String itemId, long atMillis) {
        Long from = items.isEmpty() ? null : read(unavailable, SiteKey.of(site, itemId));
        return from != null && from > atMillis;
    }

    @Override
    public List<String> newItems(String site, long atMillis) {
        NewItems ofSite = read(fresh, site);
        return ofSite == null ? List.of() : ofSite.since(atMillis - rules.newForMillis());
    }

    @Override
    public @Nullable ItemFacts facts(String site, String itemId) {
        return described.isEmpty() ? null : read(facts, SiteKey.of(site, itemId));
    }

    private static <V> @Nullable V read(BroadcastState<String, V> state, String key) {
        try {
            return state.get(key);
        } catch (Exception e) {
            throw new IllegalStateException("cannot read broadcast state", e);
        }
    }
}
