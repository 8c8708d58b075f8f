package io.nextclick.recommend;

import io.nextclick.flow.PersonEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Gives the last places of a list to items that are new on the site, so that it is learnt who wants
 * them. Which ones follows from the event, so a repeated event gets the same list.
 */
final class Exploration {

    private Exploration() {}

    static void explore(
            List<Candidate> list,
            int size,
            double share,
            PersonEvent request,
            Shop shop,
            Predicate<String> eligible) {
        int places = (int) (size * share);
        List<String> fresh =
                places == 0
                        ? List.of()
                        : shop.newItems(request.event().site(), request.event().occurredAtMillis());
        if (fresh.isEmpty()) {
            return;
        }
        Set<String> listed = new HashSet<>();
        list.forEach(candidate -> listed.add(candidate.itemId));
        int from = Math.floorMod(request.event().eventId().hashCode(), fresh.size());
        List<String> chosen = new ArrayList<>(places);
        for (int i = 0; i < fresh.size() && chosen.size() < places; i++) {
            String item = fresh.get((from + i) % fresh.size());
            if (!listed.contains(item) && eligible.test(item)) {
                chosen.add(item);
            }
        }
        while (list.size() > size - chosen.size()) {
            list.remove(list.size() - 1);
        }
        for (String item : chosen) {
            double score = list.isEmpty() ? 1 : list.get(list.size() - 1).base / 2;
            list.add(new Candidate(item, score, new Reason(Source.NEW_ITEM, null, score)));
        }
    }
}
