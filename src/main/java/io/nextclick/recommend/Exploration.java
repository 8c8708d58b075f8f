package io.nextclick.recommend;

import io.nextclick.experiment.Point;
import io.nextclick.flow.PersonEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Gives the last places of a list to items that are new on the site, so that it is learnt who wants
 * them. Where among the new items it begins is drawn by a hash of the event, so a repeated event
 * gets the same list; from there on those that the list may have take the places in their order.
 * Each of them has the probability of that draw: that of beginning at the first of them.
 */
final class Exploration {

    private static final String SALT = "exploration";

    private final List<String> fresh;
    private final Set<String> listed;
    private final Predicate<String> eligible;

    private Exploration(List<String> fresh, Set<String> listed, Predicate<String> eligible) {
        this.fresh = fresh;
        this.listed = listed;
        this.eligible = eligible;
    }

    static void explore(
            List<Candidate> list,
            int size,
            double share,
            PersonEvent request,
            Shop shop,
            Predicate<String> eligible) {
        int places = (int) (size * share);
        String site = request.event().site();
        List<String> fresh =
                places == 0 ? List.of() : shop.newItems(site, request.event().occurredAtMillis());
        if (fresh.isEmpty()) {
            return;
        }
        Set<String> listed = new HashSet<>();
        list.forEach(candidate -> listed.add(candidate.itemId));
        double drawn = Point.of(site, SALT, request.event().eventId()).arm();
        int from = (int) (drawn * fresh.size());
        var exploration = new Exploration(fresh, listed, eligible);
        List<String> chosen = exploration.from(from, places);
        while (list.size() > size - chosen.size()) {
            list.remove(list.size() - 1);
        }
        double chance = chosen.isEmpty() ? 1 : exploration.chance(from);
        for (String item : chosen) {
            double score = list.isEmpty() ? 1 : list.get(list.size() - 1).base / 2;
            Reason reason = new Reason(Source.NEW_ITEM, null, score);
            list.add(new Candidate(item, score, reason, chance));
        }
    }

    private List<String> from(int from, int places) {
        List<String> chosen = new ArrayList<>(places);
        for (int i = 0; i < fresh.size() && chosen.size() < places; i++) {
            if (mayHave(from + i)) {
                chosen.add(fresh.get((from + i) % fresh.size()));
            }
        }
        return chosen;
    }

    /** The share of beginnings from which the same item is the first. */
    private double chance(int from) {
        int beginnings = 1;
        for (int i = from; !mayHave(i); i++) {
            beginnings++;
        }
        for (int i = from - 1 + fresh.size(); i > from && !mayHave(i); i--) {
            beginnings++;
        }
        return Math.min(1.0, (double) beginnings / fresh.size());
    }

    private boolean mayHave(int place) {
        String item = fresh.get(place % fresh.size());
        return !listed.contains(item) && eligible.test(item);
    }
}
