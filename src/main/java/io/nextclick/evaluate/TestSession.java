package io.nextclick.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The clicks of one session of the test, oldest first, and which items are still to come. */
final class TestSession {

    private final List<Click> clicks = new ArrayList<>();
    private final Map<String, Integer> lastPositions = new HashMap<>();

    /** The sessions of clicks in order of time, in the order of their first clicks. */
    static List<TestSession> of(List<Click> clicks) {
        Map<String, TestSession> byId = new LinkedHashMap<>();
        for (Click click : clicks) {
            byId.computeIfAbsent(click.sessionId(), id -> new TestSession()).add(click);
        }
        return List.copyOf(byId.values());
    }

    /**
     * The sessions that session-rec tests: first the clicks on items unknown to the training are
     * dropped, then the sessions with fewer than two clicks.
     */
    static List<TestSession> ofKnownItems(List<Click> clicks, Set<String> knownItems) {
        return of(clicks.stream().filter(click -> knownItems.contains(click.itemId())).toList())
                .stream()
                .filter(session -> session.clicks.size() > 1)
                .toList();
    }

    List<Click> clicks() {
        return clicks;
    }

    /** True if a click after that position is on the item. */
    boolean occursAfter(String item, int position) {
        Integer last = lastPositions.get(item);
        return last != null && last > position;
    }

    private void add(Click click) {
        lastPositions.put(click.itemId(), clicks.size());
        clicks.add(click);
    }
}
