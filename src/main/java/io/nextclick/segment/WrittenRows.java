package io.nextclick.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The texts and events of a person, each once, by the places at which they are written. */
final class WrittenRows {

    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final List<Seen> events = new ArrayList<>();
    private final Map<Seen, Integer> places = new HashMap<>();

    /** Collects them. The log comes last, so that its events need no list of their own. */
    WrittenRows(PersonTriggers person) {
        Set<Seen> held = new LinkedHashSet<>();
        Set<Seen> logged = new HashSet<>(person.log);
        if (logged.size() < person.log.size()) {
            throw new IllegalStateException("an event is twice in the log of a person");
        }
        for (Partial partial : person.settled.partials()) {
            collect(partial.partition());
            partial.progress().events().forEach(held::add);
        }
        for (Membership membership : person.settled.memberships()) {
            collect(membership.partition());
            held.add(membership.last());
        }
        held.removeAll(logged);
        List<Seen> rows = new ArrayList<>(held);
        rows.sort(Comparator.comparingLong(seen -> seen.millis));
        for (Seen seen : rows) {
            put(seen);
            if (seen.fieldsNeeded) {
                collect(seen);
            }
        }
        for (Seen seen : person.log) {
            put(seen);
            collect(seen);
            for (Touch touch : seen.touches) {
                collect(touch.partition());
            }
        }
        for (Emitted each : person.emitted) {
            collect(each.partition());
        }
    }

    private void put(Seen seen) {
        places.put(seen, events.size());
        events.add(seen);
    }

    private void collect(Seen seen) {
        collect(seen.item);
        collect(seen.category);
        collect(seen.brand);
    }

    private void collect(@Nullable String text) {
        if (text != null && !text.isEmpty()) {
            texts.putIfAbsent(text, texts.size());
        }
    }

    /** The texts in order of their places. */
    Set<String> texts() {
        return texts.keySet();
    }

    /** The events in order of their places. */
    List<Seen> events() {
        return events;
    }

    int placeOf(Seen seen) {
        Integer place = places.get(seen);
        if (place == null) {
            throw new IllegalStateException("an event was not collected: " + seen);
        }
        return place;
    }

    /** Place of a text, or −1 for none. */
    int placeOf(@Nullable String text) {
        Integer place = text == null ? null : texts.get(text);
        return place == null ? -1 : place;
    }
}
