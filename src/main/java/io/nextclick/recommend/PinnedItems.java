package io.nextclick.recommend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Puts the pinned items of one request's rules in their places, see {@link RuleActions}. */
final class PinnedItems {

    private final List<ActiveAction> pins = new ArrayList<>(0);
    private final RuleFilters filters;

    PinnedItems(RuleFilters filters) {
        this.filters = filters;
    }

    /** Adds a pin; the ones of the highest priority come first. */
    void add(ActiveAction pin) {
        pins.add(pin);
    }

    /**
     * The list with the pinned items.
     *
     * @param list best first
     * @param size most items of the list
     * @param base the score by itself of an item that is not in the list
     */
    List<Candidate> place(List<Candidate> list, int size, ToDoubleFunction<String> base) {
        SortedMap<Integer, String> places = new TreeMap<>();
        Map<String, ActiveAction> pinned = new HashMap<>();
        for (ActiveAction pin : pins) {
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
    private @Nullable String toPin(ActiveAction pin, List<Candidate> list, Set<String> pinned) {
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
            if (!pinned.contains(item) && filters.canHave(pin, item, byId)) {
                return item;
            }
        }
        if (!had.isEmpty()) {
            // A stronger rule pinned what is selected: there is nothing to make up for.
            return null;
        }
        for (String item : pin.action().fallback()) {
            if (!pinned.contains(item) && filters.canHave(pin, item, true)) {
                return item;
            }
        }
        return null;
    }

    private static void fitScores(List<Candidate> list, Map<String, ActiveAction> pinned) {
        double last = 2;
        for (Candidate candidate : list) {
            last = pinned.containsKey(candidate.itemId) ? last : candidate.score();
        }
        double behind = last / 2;
        for (int i = list.size() - 1; i >= 0; i--) {
            Candidate candidate = list.get(i);
            ActiveAction pin = pinned.get(candidate.itemId);
            if (pin != null) {
                candidate.move(pin.ruleId(), behind);
            }
            behind = candidate.score();
        }
    }
}
