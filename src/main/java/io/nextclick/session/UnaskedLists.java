package io.nextclick.session;

import io.nextclick.event.SiteKey;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Requests for lists that no event asks for, made of the same history as those of events. */
final class UnaskedLists {

    private static final String[] NONE = {};

    private UnaskedLists() {}

    /**
     * Puts the history of a device in the place of what the person had of it, and emits what items
     * have to unlearn and to learn, and what has become of the person.
     */
    static void replace(
            PersonSessions person, DeviceHistory moved, long nowMillis, Consumer<PersonEvent> out) {
        PersonVisits visits = person.visits;
        boolean knew = !visits.isIdle();
        person.nextSequence(nowMillis);
        DeviceHistory history = ReportedDeeds.moved(visits, moved, person.rules);
        Stitching.replace(person, history);
        person.correct(out);
        PastEvent[] matched = SessionCuts.withoutBots(history.events(), person.rules);
        // The list's request, if there is to be one, is made when the rules have taken this in.
        out.accept(
                PersonEvent.unasked(
                                occasion(visits, knew, history),
                                person.personKey,
                                visits.sequence,
                                history.deviceId() + '@' + visits.sequence,
                                newestMillis(visits),
                                null,
                                PersonEvent.visitOf(NONE, NONE, NONE),
                                new PersonEvent.Person(NONE, NONE, person.metrics()))
                        .with(history.with(matched)));
    }

    private static Occasion occasion(PersonVisits visits, boolean knew, DeviceHistory history) {
        if (visits.isIdle()) {
            return knew ? Occasion.WITHDRAWAL : Occasion.MOVE;
        }
        // Who only gains, and whose own event comes next, has a list of that.
        return history.followed() && !history.isLoss() ? Occasion.MOVE : Occasion.REVISION;
    }

    /**
     * A request.
     *
     * @param sequence its number among the person's
     * @param id what asks for it, in place of an event's id
     * @param millis when it asks, ms since the epoch
     * @param recentItems the items that the person turned to last, newest first, as the rules
     *     remember them: behind those of the newest visit, as long as its events are kept
     */
    static PersonEvent of(
            PersonSessions person,
            Occasion occasion,
            long sequence,
            String id,
            long millis,
            String[] recentItems) {
        PersonVisits visits = person.visits;
        VisitSoFar visit = VisitSoFar.ofAll(newestSession(person), person.rules);
        String[] recent = recent(visit.recentItems(), recentItems, person.rules.recentItems());
        String[] owned = Purchases.items(visits.purchases, person.rules.maxOwned());
        return PersonEvent.unasked(
                occasion,
                person.personKey,
                sequence,
                id,
                millis,
                userId(visits, SiteKey.id(person.personKey)),
                PersonEvent.visitOf(recent, visit.dismissed(), visit.categories()),
                new PersonEvent.Person(devices(visits, visit), owned, person.metrics()));
    }

    private static String[] recent(String[] newest, String[] others, int most) {
        Set<String> items = new LinkedHashSet<>(Arrays.asList(newest));
        items.addAll(Arrays.asList(others));
        return items.stream().limit(most).toArray(String[]::new);
    }

    private static List<PastEvent> newestSession(PersonSessions person) {
        int[] starts = person.starts();
        int sessions = starts.length - 1;
        return sessions == 0
                ? List.of()
                : person.visits.log.subList(starts[sessions - 1], starts[sessions]);
    }

    /** Devices of the newest visit, be it settled or not. */
    private static String[] devices(PersonVisits visits, VisitSoFar newest) {
        if (newest.devices().length > 0 || visits.history.isEmpty()) {
            return newest.devices();
        }
        return visits.history.get(visits.history.size() - 1).deviceIds().toArray(NONE);
    }

    private static long newestMillis(PersonVisits visits) {
        List<PastEvent> log = visits.log;
        long newest = log.isEmpty() ? 0 : log.get(log.size() - 1).occurredAtMillis();
        for (SessionTotals session : visits.history) {
            newest = Math.max(newest, session.endMillis);
        }
        return newest;
    }

    /** The person's id if it is a user's: a device has events of itself alone. */
    private static @Nullable String userId(PersonVisits visits, String personId) {
        for (PastEvent event : visits.log) {
            if (!event.source().equals(personId)) {
                return personId;
            }
        }
        for (SessionTotals session : visits.history) {
            if (!session.source.equals(personId)) {
                return personId;
            }
        }
        for (Purchase purchase : visits.purchases) {
            if (!purchase.source().equals(personId)) {
                return personId;
            }
        }
        return null;
    }
}
