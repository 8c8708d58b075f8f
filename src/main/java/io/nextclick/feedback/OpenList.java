package io.nextclick.feedback;

import io.nextclick.flow.PastList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A list, while what became of it is added up. */
final class OpenList {

    private static final Comparator<ItemFeedback> BY_POSITION = OpenList::compareWhere;

    final long openedMillis;
    long lastClickMillis;

    private PastList facts;
    private final Map<String, OpenItem> items = new LinkedHashMap<>();

    OpenList(PastList first, long openedMillis) {
        this.facts = first;
        this.openedMillis = openedMillis;
    }

    String id() {
        return facts.recommendationId();
    }

    /** What a token says holds, the first one's of several. */
    void learn(PastList said) {
        if (!facts.isSigned() && said.isSigned()) {
            facts = said;
        }
    }

    OpenItem item(String itemId, int position) {
        OpenItem item = items.computeIfAbsent(itemId, id -> new OpenItem(this, id));
        if (item.position == 0) {
            item.position = Math.max(position, 0);
        }
        return item;
    }

    /** Those whose position nobody says come last. */
    private static int compareWhere(ItemFeedback one, ItemFeedback other) {
        int order = Integer.compareUnsigned(one.position() - 1, other.position() - 1);
        return order == 0 ? one.itemId().compareTo(other.itemId()) : order;
    }

    /** When its windows are over. */
    long closesMillis(FeedbackSettings rules) {
        return Math.max(openedMillis + rules.clickWindowMillis(), lastClickMillis)
                + rules.orderWindowMillis();
    }

    Feedback feedback(String personKey, FeedbackSettings rules, long passedMillis) {
        List<ItemFeedback> each = new ArrayList<>(items.size());
        for (OpenItem item : items.values()) {
            each.add(item.feedback(rules));
        }
        each.sort(BY_POSITION);
        long closes = closesMillis(rules);
        return new Feedback(
                personKey,
                id(),
                facts.surface(),
                facts.arm(),
                facts.propensity(),
                facts.generatedAtMillis(),
                facts.segments(),
                openedMillis,
                closes,
                passedMillis >= closes,
                false,
                each);
    }
}
