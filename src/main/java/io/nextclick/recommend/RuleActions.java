package io.nextclick.recommend;

import io.nextclick.flow.ItemAction;
import io.nextclick.flow.PersonEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

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

    private record Active(ItemAction action, SelectedItems selected) {

        String ruleId() {
            return action.ruleId();
        }

        int priority() {
            return action.priority();
        }

        /** True of a filter that keeps the item out. */
        boolean isAgainst(String item) {
            return selected.contains(item) != action.keepOnly();
        }
    }

    private final Shop shop;
    private final String site;
    private final Set<String> unwanted;
    private final Set<String> owned;
    private final boolean none;
    private final List<Active> filters = new ArrayList<>(0);
    private final List<Active> factors = new ArrayList<>(0);
    private final List<Active> adds = new ArrayList<>(0);
    private final List<Active> pins = new ArrayList<>(0);

    /**
     * @param request whose actions are meant
     * @param shop the shop
     * @param unwanted items of the visit that stay out of the list
     */
    RuleActions(PersonEvent request, Shop shop, Set<String> unwanted) {
        this.shop = shop;
        this.site = request.event().site();
        this.unwanted = unwanted;
        this.none = request.actions().length == 0;
        this.owned = none ? Set.of() : new LinkedHashSet<>(Arrays.asList(request.ownedItems()));
        for (ItemAction action : request.actions()) {
            var selected = new SelectedItems(action.selector(), request, owned, shop);
            list(action.verb()).add(new Active(action, selected));
        }
    }

    private List<Active> list(ItemAction.Verb verb) {
        return switch (verb) {
            case FILTER -> filters;
            case BOOST, BURY -> factors;
            case ADD -> adds;
            case PIN -> pins;
        };
    }

    /** True if there is nothing to do. */
    boolean isEmpty() {
        return none;
    }

    /** True if no filter is against an item that no rule adds or pins. */
    boolean allow(String item) {
        for (Active filter : filters) {
            if (filter.isAgainst(item)) {
                return false;
            }
        }
        return true;
    }

    /** What the filters that keep nothing else find by themselves, with their rules' ids. */
    Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        for (Active filter : filters) {
            if (filter.action().keepOnly()) {
                for (String item : filter.selected().inOrder()) {
                    kept.putIfAbsent(item, filter.ruleId());
                }
            }
        }
        return kept;
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
        if (none) {
            return candidates;
        }
        List<Candidate> list = new ArrayList<>(candidates);
        list.forEach(this::weigh);
        list.sort(Candidate.BEST_FIRST);
        return withPinned(withAdded(list, base), size, base);
    }

    private void weigh(Candidate candidate) {
        int boosted = Integer.MIN_VALUE;
        int buried = Integer.MIN_VALUE;
        for (Active factor : factors) {
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
        Map<String, Active> chosen = new LinkedHashMap<>();
        for (Active add : adds) {
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
        for (Map.Entry<String, Active> entry : chosen.entrySet()) {
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

    private List<String> toAdd(Active add) {
        List<String> items = upTo(add, add.selected().inOrder(), add.selected().byId());
        return items.isEmpty() ? upTo(add, Arrays.asList(add.action().fallback()), true) : items;
    }

    private List<String> upTo(Active add, Collection<String> items, boolean byId) {
        return items.stream()
                .filter(item -> canHave(add, item, byId))
                .distinct()
                .limit(add.action().count())
                .toList();
    }

    /** True if an add or pin gets the item into the list. */
    private boolean canHave(Active wish, String item, boolean byId) {
        if (shop.isUnavailable(site, item)
                || (owned.contains(item) && !wish.selected().bought())
                || (!byId && unwanted.contains(item))) {
            return false;
        }
        for (Active filter : filters) {
            if (filter.priority() < wish.priority()) {
                return true;
            }
            if (filter.isAgainst(item)) {
                return false;
            }
        }
        return true;
    }

    private List<Candidate> withPinned(
            List<Candidate> list, int size, ToDoubleFunction<String> base) {
        SortedMap<Integer, String> places = new TreeMap<>();
        Map<String, Active> pinned = new HashMap<>();
        for (Active pin : pins) {
            String item = places.size() == size ? null : toPin(pin, list, pinned.keySet());
            if (item != null) {
                pinned.put(item, pin);
                places.put(freePlace(places, Math.min(pin.action().position(), size), size), item);
            }
        }
        Map<String, Candidate> known = new HashMap<>();
        List<Candidate> others = new ArrayList<>(list.size());
        for (Candidate candidate : list) {
            if (pinned.containsKey(candidate.itemId)) {
                known.put(candidate.itemId, candidate);
            } else {
                others.add(candidate);
            }
        }
        Iterator<Candidate> next = others.iterator();
        List<Candidate> all = new ArrayList<>(size);
        for (int place = 1; place <= size; place++) {
            String item = places.get(place);
            if (item != null) {
                Candidate candidate = known.get(item);
                all.add(
                        candidate != null
                                ? candidate
                                : new Candidate(item, base.applyAsDouble(item), null));
            } else if (next.hasNext()) {
                all.add(next.next());
            }
        }
        fitScores(all, pinned);
        return all;
    }

    private static int freePlace(SortedMap<Integer, String> taken, int from, int size) {
        int place = from;
        while (place <= size && taken.containsKey(place)) {
            place++;
        }
        if (place > size) {
            place = from;
            while (taken.containsKey(place)) {
                place--;
            }
        }
        return place;
    }

    /** The person's best selected candidate, else what can be found; null if there is none. */
    private @Nullable String toPin(Active pin, List<Candidate> list, Set<String> pinned) {
        boolean byId = pin.selected().byId();
        Set<String> wanted = new LinkedHashSet<>();
        for (Candidate candidate : list) {
            if (!byId && pin.selected().contains(candidate.itemId)) {
                wanted.add(candidate.itemId);
            }
        }
        wanted.addAll(pin.selected().inOrder());
        Set<String> had = new HashSet<>(wanted);
        had.retainAll(pinned);
        for (String item : wanted) {
            if (!pinned.contains(item) && canHave(pin, item, byId)) {
                return item;
            }
        }
        if (!had.isEmpty()) {
            // A stronger rule pinned what is selected: there is nothing to make up for.
            return null;
        }
        for (String item : pin.action().fallback()) {
            if (!pinned.contains(item) && canHave(pin, item, true)) {
                return item;
            }
        }
        return null;
    }

    private static void fitScores(List<Candidate> list, Map<String, Active> pinned) {
        double last = 2;
        for (Candidate candidate : list) {
            last = pinned.containsKey(candidate.itemId) ? last : candidate.score();
        }
        double behind = last / 2;
        for (int i = list.size() - 1; i >= 0; i--) {
            Candidate candidate = list.get(i);
            Active pin = pinned.get(candidate.itemId);
            if (pin != null) {
                candidate.move(pin.ruleId(), behind);
            }
            behind = candidate.score();
        }
    }
}
