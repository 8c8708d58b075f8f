package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PastEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds impossible sequences of events, and outliers. */
final class SessionFindings {

    private SessionFindings() {}

    /** Finds what an event shows of its person. */
    static void find(PersonSessions person, Event event, Stitching.Stitched stitched) {
        if (stitched.flood()) {
            person.find(ofFlood(person.personKey, event, person.rules));
        }
        person.find(ofDevices(person.personKey, event, person.visits, person.rules));
        person.find(ofSequence(person.personKey, event, person.visits));
    }

    /** Finds what cannot happen in a shop whose events are complete. */
    private static @Nullable QualityFinding ofSequence(
            String person, Event event, PersonVisits visits) {
        boolean checkout = event.type() == EventType.CHECKOUT;
        boolean removal = event.type() == EventType.REMOVE_FROM_CART;
        if ((!checkout && !removal) || hasAdded(visits, checkout ? null : event.itemId())) {
            return null;
        }
        return of(
                checkout
                        ? QualityFinding.Kind.CHECKOUT_WITHOUT_CART
                        : QualityFinding.Kind.REMOVAL_WITHOUT_CART,
                person,
                event.eventId(),
                event.occurredAtMillis(),
                checkout
                        ? "nothing was put into the cart as far as is remembered"
                        : "the item was not put into the cart as far as is remembered");
    }

    /** Finds a deed of which two sources state other amounts. */
    static @Nullable QualityFinding ofReports(String person, Event event, ReportedDeed reported) {
        return reported.contradicts(ReportedDeed.of(PastEvent.of(event)))
                ? of(
                        QualityFinding.Kind.CONFLICTING_ID,
                        person,
                        event.eventId(),
                        event.occurredAtMillis(),
                        "another source stated another price, currency or quantity; only that"
                                + " counts")
                : null;
    }

    /** More passive events in a minute than pages send. */
    private static QualityFinding ofFlood(String person, Event event, SessionSettings rules) {
        return of(
                QualityFinding.Kind.PASSIVE_FLOOD,
                person,
                event.eventId(),
                event.occurredAtMillis(),
                "more than %d impressions and pings in a minute"
                        .formatted(rules.maxPassivePerMinute()));
    }

    /** Finds a user with more devices than people have, when another one is seen. */
    private static @Nullable QualityFinding ofDevices(
            String person, Event event, PersonVisits visits, SessionSettings rules) {
        String device = event.deviceId();
        if (event.userId() == null || device == null || isSeenBefore(visits.log, device)) {
            return null;
        }
        Set<String> devices = new HashSet<>();
        visits.history.forEach(session -> devices.addAll(session.deviceIds()));
        for (PastEvent each : visits.log) {
            if (each.deviceId() != null) {
                devices.add(each.deviceId());
            }
        }
        boolean were = visits.manyDevices;
        visits.manyDevices = devices.size() > rules.maxUserDevices();
        return were || !visits.manyDevices
                ? null
                : of(
                        QualityFinding.Kind.MANY_DEVICES,
                        person,
                        event.eventId(),
                        event.occurredAtMillis(),
                        "user_id was seen on more than %d devices"
                                .formatted(rules.maxUserDevices()));
    }

    /** True if two events of the log are of the device; one is the new event. */
    private static boolean isSeenBefore(List<PastEvent> log, String device) {
        int seen = 0;
        for (int i = log.size() - 1; i >= 0 && seen < 2; i--) {
            seen += device.equals(log.get(i).deviceId()) ? 1 : 0;
        }
        return seen == 2;
    }

    /** Finds a closed session that is longer than sessions are. */
    static @Nullable QualityFinding ofOutlier(SessionSummary session) {
        if (!session.outlier() || session.status() != SessionStatus.CLOSED) {
            return null;
        }
        long seconds = (session.endedAtMillis() - session.startedAtMillis()) / 1000;
        return of(
                QualityFinding.Kind.OUTLIER_SESSION,
                session.personKey(),
                null,
                session.endedAtMillis(),
                "session %s lasted %d s with %d events"
                        .formatted(session.sessionId(), seconds, session.events()));
    }

    /** Finds a closed session of which amounts were left out. */
    static @Nullable QualityFinding ofCurrencies(SessionSummary session) {
        if (!session.amountsLeftOut() || session.status() != SessionStatus.CLOSED) {
            return null;
        }
        return of(
                QualityFinding.Kind.TOO_MANY_CURRENCIES,
                session.personKey(),
                null,
                session.endedAtMillis(),
                "session %s has more than %d currencies; the amounts of the others are left out"
                        .formatted(session.sessionId(), Amounts.MOST));
    }

    /** True if the person is known to have put anything into a cart, or that item. */
    private static boolean hasAdded(PersonVisits visits, @Nullable String item) {
        for (SessionTotals session : visits.history) {
            if (session.has(EventType.ADD_TO_CART) && (item == null || session.hasItem(item))) {
                return true;
            }
        }
        for (PastEvent event : visits.log) {
            if (event.type() == EventType.ADD_TO_CART
                    && (item == null || item.equals(event.itemId()))) {
                return true;
            }
        }
        return false;
    }

    private static QualityFinding of(
            QualityFinding.Kind kind,
            String person,
            @Nullable String eventId,
            long millis,
            String detail) {
        return new QualityFinding(
                kind, SiteKey.site(person), SiteKey.id(person), null, eventId, millis, detail);
    }
}
