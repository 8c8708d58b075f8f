package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How what the visits of a person teach items, event by event, has changed. An event teaches by its
 * visit up to then; when events before it come, go or are found to be another's, it teaches
 * something else, and the difference is sent to the items. So what they have learnt follows from
 * the visits as they are now and not from the order in which that became known.
 */
final class ItemUpdates {

    private static final PersonEvent.Person NOBODY =
            new PersonEvent.Person(new String[0], new String[0], null);

    /** No place. */
    private static final int NONE = -1;

    private final SessionSettings rules;

    /** How often each update is to be taught, below 0 to be taken back. */
    private final Map<ItemUpdate, Integer> changes = new LinkedHashMap<>();

    ItemUpdates(SessionSettings rules) {
        this.rules = rules;
    }

    /** What an event teaches, and by which visit up to then; a byte of the path is a character. */
    private record ItemUpdate(
            long millis,
            EventType type,
            String itemId,
            @Nullable String category,
            List<String> recentItems,
            String path,
            int steps,
            boolean step) {

        PersonEvent sent(Occasion occasion, String personKey) {
            Event event =
                    new Event(
                            "",
                            type,
                            millis,
                            SiteKey.site(personKey),
                            null,
                            null,
                            null,
                            itemId,
                            EventContext.ofItem(category, null, null));
            PersonEvent.Visit visit =
                    new PersonEvent.Visit(
                            recentItems.toArray(new String[0]),
                            path.getBytes(StandardCharsets.ISO_8859_1),
                            steps,
                            step,
                            true,
                            new String[0],
                            new String[0]);
            return PersonEvent.ofItems(occasion, personKey, event, visit, NOBODY);
        }
    }

    /** Adds what some events teach, in order of time. */
    ItemUpdates plus(List<PastEvent> events) {
        return add(events, Long.MIN_VALUE, NONE, 1);
    }

    /** Takes away what some events have taught, in order of time. */
    ItemUpdates minus(List<PastEvent> events) {
        return add(events, Long.MIN_VALUE, NONE, -1);
    }

    /** Takes away what those of some events have taught that are not older than a time. */
    ItemUpdates minusFrom(long millis, List<PastEvent> events) {
        return add(events, millis, NONE, -1);
    }

    /** Adds what the events teach that are not older than the one at a place, without that one. */
    ItemUpdates plusAfter(int place, List<PastEvent> events) {
        return add(events, events.get(place).occurredAtMillis(), place, 1);
    }

    private ItemUpdates add(List<PastEvent> log, long fromMillis, int except, int times) {
        int[] starts = SessionCuts.starts(log, rules);
        for (int session = 0; session + 1 < starts.length; session++) {
            List<PastEvent> events = log.subList(starts[session], starts[session + 1]);
            for (int place = 0; place < events.size(); place++) {
                PastEvent event = events.get(place);
                boolean teaches =
                        starts[session] + place != except
                                && event.occurredAtMillis() >= fromMillis
                                && event.type().asksForList()
                                && !SessionCuts.isBot(log, starts[session] + place, rules);
                ItemUpdate update = teaches ? update(events, place) : null;
                if (update != null) {
                    changes.merge(update, times, Integer::sum);
                }
            }
        }
        return this;
    }

    private @Nullable ItemUpdate update(List<PastEvent> session, int place) {
        PastEvent event = session.get(place);
        String item = event.itemId();
        if (item == null) {
            return null;
        }
        VisitSoFar visit = VisitSoFar.of(session, place, rules);
        return new ItemUpdate(
                event.occurredAtMillis(),
                event.type(),
                item,
                event.category(),
                List.of(visit.recentItems()),
                new String(visit.path(), StandardCharsets.ISO_8859_1),
                visit.steps(),
                visit.step());
    }

    /** Adds what items have to unlearn, and then what they have to learn, to a list. */
    void correct(String personKey, List<PersonEvent> into) {
        add(Occasion.RETRACTION, -1, personKey, into);
        add(Occasion.ACCUMULATION, 1, personKey, into);
    }

    private void add(Occasion occasion, int sign, String personKey, List<PersonEvent> into) {
        changes.forEach(
                (update, times) -> {
                    for (int i = 0; i < sign * times; i++) {
                        into.add(update.sent(occasion, personKey));
                    }
                });
    }
}
