package io.nextclick.evaluate;

import io.nextclick.event.CatalogItem;
import io.nextclick.event.EventContext;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.popularity.PopularList;
import io.nextclick.popularity.PopularityRanking;
import io.nextclick.popularity.PopularitySettings;
import io.nextclick.recommend.ItemFacts;
import io.nextclick.recommend.Shop;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A log's only site as the job would see it: what is popular, published as {@code rank-popular}
 * does, and what the clicks say of their items as its catalogue. The time is the log's.
 */
final class LogShop implements Shop {

    private final PopularityRanking ranking;
    private final long intervalMillis;
    private final Map<String, ItemFacts> facts = new HashMap<>();

    /** By category; that of the site has none, which is the empty text. */
    private final Map<String, Published> lists = new HashMap<>();

    /** Lists that changed since they were published, the first to be published first. */
    private final Queue<Published> due = new ArrayDeque<>();

    private static final class Published {
        private final PopularList list = new PopularList();
        private @Nullable PopularItems items;
        private boolean isDue;
        private long dueAtMillis;
    }

    LogShop(PopularitySettings rules) {
        this.ranking = new PopularityRanking(rules);
        this.intervalMillis = rules.publishIntervalMillis();
    }

    /** Publishes what is to be published until then. */
    void moveTo(long millis) {
        while (!due.isEmpty() && due.element().dueAtMillis <= millis) {
            publish(due.remove());
        }
    }

    /** Publishes all that changed. */
    void publish() {
        while (!due.isEmpty()) {
            publish(due.remove());
        }
    }

    private void publish(Published list) {
        list.isDue = false;
        list.items = ranking.best(list.list);
    }

    /** Takes in what a click says of its item. */
    void know(Click click) {
        EventContext context = click.context();
        if (context.category() == null && context.brand() == null && context.price() == null) {
            return;
        }
        ItemFacts said = new ItemFacts(context.category(), context.brand(), context.price(), null);
        ItemFacts before = facts.get(click.itemId());
        if (said.equals(before)) {
            return;
        }
        facts.put(click.itemId(), said.sharingTexts());
        CatalogItem record =
                new CatalogItem(
                        SiteKey.DEFAULT_SITE,
                        click.itemId(),
                        null,
                        said.category(),
                        said.brand(),
                        said.price(),
                        true,
                        false);
        String categoryBefore = before == null ? null : before.category();
        PopularityChange.of(record, categoryBefore)
                .forEach(change -> apply(change, click.atMillis()));
    }

    /** Counts a click. */
    void visit(Click click) {
        visit(click, null);
        String category = categoryOf(click);
        if (category != null) {
            visit(click, category);
        }
    }

    private void visit(Click click, @Nullable String category) {
        long at = click.atMillis();
        String site = SiteKey.DEFAULT_SITE;
        apply(new PopularityChange(site, category, click.itemId(), 1, at, true), at);
    }

    private void apply(PopularityChange change, long millis) {
        String category = change.category();
        Published list =
                lists.computeIfAbsent(category == null ? "" : category, key -> new Published());
        boolean isFirst = list.list.weights.isEmpty();
        if (!ranking.apply(change, list.list)) {
            return;
        }
        if (isFirst && change.isOfSite()) {
            publish(list);
        } else if (!list.isDue) {
            list.isDue = true;
            list.dueAtMillis = millis + intervalMillis;
            due.add(list);
        }
    }

    private @Nullable String categoryOf(Click click) {
        String category = click.context().category();
        ItemFacts known = category == null ? facts.get(click.itemId()) : null;
        return known == null ? category : known.category();
    }

    @Override
    public @Nullable PopularItems popular(String site, @Nullable String category) {
        Published list = lists.get(category == null ? "" : category);
        return list == null ? null : list.items;
    }

    @Override
    public @Nullable PopularItems popularWithin(String site, String category) {
        return null;
    }

    @Override
    public boolean isUnavailable(String site, String itemId, long atMillis) {
        return false;
    }

    @Override
    public @Nullable ItemFacts facts(String site, String itemId) {
        return facts.get(itemId);
    }
}
