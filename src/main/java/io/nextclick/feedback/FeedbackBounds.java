package io.nextclick.feedback;

import io.nextclick.event.EventType;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How much is remembered of a person: bounds by source, so that what a device brings pushes out
 * nothing of another one.
 */
final class FeedbackBounds {

    /** Most events of a source, whatever they are. */
    static final int MAX_EVENTS = 128;

    /** Most sources: the devices of a person, and what carries the user's id. */
    static final int MAX_SOURCES = 8;

    private final FeedbackSettings rules;

    /** Lists that were forgotten at a bound; read and cleared by who counts them. */
    final Set<String> evicted = new HashSet<>();

    FeedbackBounds(FeedbackSettings rules) {
        this.rules = rules;
    }

    /** Keeps the bounds of a source, and of how many there are. */
    void keep(PersonFeedback person, String source) {
        if (person.events.size() <= Math.min(rules.maxLists(), MAX_SOURCES)) {
            return;
        }
        Map<String, Boolean> clicked = listsOf(person, source);
        while (clicked.size() > rules.maxLists()) {
            String list = firstToGo(clicked);
            clicked.remove(list);
            drop(person, source, list);
        }
        while (person.events.stream().filter(each -> each.source().equals(source)).count()
                > MAX_EVENTS) {
            dropOldest(person, source);
        }
        Map<String, Long> newest = new HashMap<>();
        person.events.forEach(each -> newest.put(each.source(), each.occurredAtMillis()));
        if (newest.size() > MAX_SOURCES) {
            String oldest =
                    newest.entrySet().stream()
                            .min(
                                    Map.Entry.<String, Long>comparingByValue()
                                            .thenComparing(Map.Entry.comparingByKey()))
                            .orElseThrow()
                            .getKey();
            listsOf(person, oldest).keySet().forEach(evicted::add);
            person.events.removeIf(each -> each.source().equals(oldest));
        }
    }

    /**
     * The lists of a source in the order in which they were opened, and whether they are clicked.
     */
    private static Map<String, Boolean> listsOf(PersonFeedback person, String source) {
        Map<String, Boolean> clicked = new LinkedHashMap<>();
        for (PastEvent event : person.events) {
            PastList list = event.list();
            if (list != null && event.source().equals(source)) {
                boolean click = event.type() != EventType.IMPRESSION;
                clicked.merge(list.recommendationId(), click, Boolean::logicalOr);
            }
        }
        return clicked;
    }

    private static String firstToGo(Map<String, Boolean> clicked) {
        for (Map.Entry<String, Boolean> each : clicked.entrySet()) {
            if (!each.getValue()) {
                return each.getKey();
            }
        }
        return clicked.keySet().iterator().next();
    }

    private void dropOldest(PersonFeedback person, String source) {
        for (int i = 0; i < person.events.size(); i++) {
            PastEvent event = person.events.get(i);
            if (event.list() == null && event.source().equals(source)) {
                person.events.remove(i);
                return;
            }
        }
        drop(person, source, firstToGo(listsOf(person, source)));
    }

    private void drop(PersonFeedback person, String source, String list) {
        evicted.add(list);
        person.events.removeIf(
                each ->
                        each.list() != null
                                && each.list().recommendationId().equals(list)
                                && each.source().equals(source));
    }
}
