package io.nextclick.segment;

import io.nextclick.flow.ItemAction;
import io.nextclick.flow.ItemSelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the recommendation rules whose memberships a person has do to their lists. */
final class Guidance {

    private static final Comparator<ItemAction> STRONGEST_FIRST =
            Comparator.comparingInt(ItemAction::priority)
                    .reversed()
                    .thenComparing(ItemAction::ruleId);

    private Guidance() {}

    /**
     * The actions, the strongest first, with the values of each match in place of {@code $match}.
     */
    static List<ItemAction> of(PersonTriggers person, RuleSet rules) {
        if (!rules.anyRecommends()) {
            return List.of();
        }
        TriggerState state = person.present == null ? person.settled : person.present;
        List<ItemAction> actions = new ArrayList<>(0);
        for (Membership membership : state.memberships()) {
            RuleInForce rule = rules.get(membership.slot());
            if (rule == null || !rule.isRecommendation()) {
                continue;
            }
            for (ItemAction action : rule.rule().actions()) {
                ItemAction resolved = resolved(action, membership.last());
                if (resolved != null) {
                    actions.add(resolved);
                }
            }
        }
        actions.sort(STRONGEST_FIRST);
        return actions;
    }

    /** The action about the match; null if the match lacks what the action is about. */
    private static @Nullable ItemAction resolved(ItemAction action, Seen match) {
        ItemSelector selector = action.selector();
        String[] items = selector.items().clone();
        for (int i = 0; i < items.length; i++) {
            String item = resolved(items[i], match.item);
            if (item == null) {
                return null;
            }
            items[i] = item;
        }
        String category = resolved(selector.category(), match.category);
        String brand = resolved(selector.brand(), match.brand);
        boolean lacks =
                (selector.category() != null && category == null)
                        || (selector.brand() != null && brand == null);
        return lacks
                ? null
                : new ItemAction(
                        action.verb(),
                        action.ruleId(),
                        action.priority(),
                        new ItemSelector(
                                items,
                                category,
                                brand,
                                selector.priceFrom(),
                                selector.priceTo(),
                                selector.currency(),
                                selector.inStock(),
                                selector.boughtBefore()),
                        action.factor(),
                        action.position(),
                        action.count(),
                        action.keepOnly(),
                        action.fallback());
    }

    private static @Nullable String resolved(@Nullable String text, @Nullable String ofMatch) {
        return ItemSelector.MATCH.equals(text) ? ofMatch : text;
    }
}
