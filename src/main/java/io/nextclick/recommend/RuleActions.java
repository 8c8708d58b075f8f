package io.nextclick.recommend;

import io.nextclick.flow.ItemAction;
import io.nextclick.flow.PersonEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What the rules of one request do to its list. The request names the actions strongest first.
 *
 * <ol>
 *   <li>A filter keeps out what it is against, wherever that would come from. An add or pin of a
 *       higher priority gets its item past the filter, one of the same or a lower priority does
 *       not. Several filters all hold.
 *   <li>Boosts and buries multiply the score. A boost and a bury of the same item disagree if their
 *       priorities differ; the higher one counts then.
 *   <li>Added items alternate with the others: the first scores halfway between the best and the
 *       second of the others, the next halfway between the second and the third, and so on; behind
 *       the others the last score is divided by 2, 3, and so on. So an added item is near the top,
 *       its score is within those of the list, and added items are at most about half of a list
 *       that has others. An item that scores more by itself keeps that; boosts and buries then
 *       apply as to any other.
 *   <li>A pinned item takes its place, or the next free one, or if there is none behind it the last
 *       free one before it. Its score is that of the item behind it, and half of the last score at
 *       the end, so scores never rise down the list.
 * </ol>
 *
 * <p>What is not in stock is never added or pinned. What the person bought only is by a selector
 * that asks for bought items. What else is not wanted in the list, of the visit's own items, only
 * is by its id.
 */
final class RuleActions {

    private final RuleFilters filters;
    private final List<ActiveAction> factors = new ArrayList<>(0);
    private final List<ActiveAction> adds = new ArrayList<>(0);
    private final PinnedItems pins;

    /**
     * @param request whose actions are meant
     * @param shop the shop
     * @param unwanted items of the visit that stay out of the list
     */
    RuleActions(PersonEvent request, Shop shop, Set<String> unwanted) {
        Set<String> owned = new LinkedHashSet<>(Arrays.asList(request.ownedItems()));
        filters = new RuleFilters(request, shop, owned, unwanted);
        pins = new PinnedItems(filters);
        for (ItemAction action : request.actions()) {
            var selected = new SelectedItems(action.selector(), request, owned, shop);
            var active = new ActiveAction(action, selected);
            switch (action.verb()) {
                case FILTER -> filters.add(active);
                case BOOST, BURY -> factors.add(active);
                case ADD -> adds.add(active);
                case PIN -> pins.add(active);
                default -> throw new IllegalStateException("no step for " + action.verb());
            }
        }
    }

    /** True if no filter is against an item that no rule adds or pins. */
    boolean allow(String item) {
        return filters.allow(item);
    }

    /** What the filters that keep nothing else find by themselves, with their rules' ids. */
    Map<String, String> kept() {
        return filters.kept();
    }

    /**
     * Makes the list of the candidates.
     *
     * @param candidates allowed ones, best first, of equals in a definite order
     * @param size most items of the list
     * @param base the score by itself of an item that is not among the candidates
     * @return best first, with scores that never rise; shorter only if there is nothing more
     */
    List<Candidate> apply(List<Candidate> candidates, int size, ToDoubleFunction<String> base) {
        List<Candidate> list = new ArrayList<>(candidates);
        list.forEach(this::weigh);
        list.sort(Candidate.BEST_FIRST);
        return pins.place(withAdded(list, base), size, base);
    }

    private void weigh(Candidate candidate) {
        int boosted = Integer.MIN_VALUE;
        int buried = Integer.MIN_VALUE;
        for (ActiveAction factor : factors) {
            boolean boosts = factor.action().verb() == ItemAction.Verb.BOOST;
            int opposed = boosts ? buried : boosted;
            if (opposed > factor.priority() || !factor.selected().contains(candidate.itemId)) {
                continue;
            }
            candidate.move(factor.ruleId(), candidate.score() * factor.action().factor());
            boosted = boosts ? Math.max(boosted, factor.priority()) : boosted;
            buried = boosts ? buried : Math.max(buried, factor.priority());
        }
    }

    private List<Candidate> withAdded(List<Candidate> list, ToDoubleFunction<String> base) {
        Map<String, ActiveAction> chosen = new LinkedHashMap<>();
        for (ActiveAction add : adds) {
            for (String item : toAdd(add)) {
                chosen.putIfAbsent(item, add);
            }
        }
        if (chosen.isEmpty()) {
            return list;
        }
        Map<String, Candidate> known = new HashMap<>();
        List<Candidate> others = new ArrayList<>(list.size());
        for (Candidate candidate : list) {
            if (chosen.containsKey(candidate.itemId)) {
                known.put(candidate.itemId, candidate.untouched());
            } else {
                others.add(candidate);
            }
        }
        List<Candidate> all = new ArrayList<>(others.size() + chosen.size());
        Iterator<Candidate> next = others.iterator();
        int place = 0;
        for (Map.Entry<String, ActiveAction> entry : chosen.entrySet()) {
            if (next.hasNext()) {
                all.add(next.next());
            }
            String item = entry.getKey();
            Candidate added = known.get(item);
            if (added == null) {
                added = new Candidate(item, base.applyAsDouble(item), null);
            }
            double visible = between(others, place);
            added.move(entry.getValue().ruleId(), Math.max(added.score(), visible));
            weigh(added);
            all.add(added);
            place++;
        }
        next.forEachRemaining(all::add);
        all.sort(Candidate.BEST_FIRST);
        return all;
    }

    /** The score halfway between a place of the others and the one after it. */
    private static double between(List<Candidate> others, int place) {
        int count = others.size();
        if (count == 0) {
            return 1.0 / (place + 1);
        }
        if (place + 1 < count) {
            return (others.get(place).score() + others.get(place + 1).score()) / 2;
        }
        return others.get(count - 1).score() / (place + 3 - count);
    }

    private List<String> toAdd(ActiveAction add) {
        List<String> items = upTo(add, add.selected().inOrder(), add.selected().byId());
        return items.isEmpty() ? upTo(add, Arrays.asList(add.action().fallback()), true) : items;
    }

    private List<String> upTo(ActiveAction add, Collection<String> items, boolean byId) {
        return items.stream()
                .filter(item -> filters.canHave(add, item, byId))
                .distinct()
                .limit(add.action().count())
                .toList();
    }
}
