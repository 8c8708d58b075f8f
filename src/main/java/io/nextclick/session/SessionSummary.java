package io.nextclick.session;

import io.nextclick.event.SiteKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A closed visit.
 *
 * @param personKey person among all sites
 * @param startedAtMillis time of the first event, ms since the epoch
 * @param endedAtMillis time of the last event, ms since the epoch
 * @param events number of events
 * @param countsByType events by type
 * @param distinctItems different items, up to {@code session.max-distinct}
 * @param deviceIds devices that took part
 * @param entryItem first item
 * @param exitItem last item
 * @param converted true with a purchase
 */
public record SessionSummary(
        String personKey,
        long startedAtMillis,
        long endedAtMillis,
        int events,
        Map<String, Integer> countsByType,
        int distinctItems,
        List<String> deviceIds,
        @Nullable String entryItem,
        @Nullable String exitItem,
        boolean converted) {

    static SessionSummary of(String personKey, OpenSession session) {
        return new SessionSummary(
                personKey,
                session.startMillis,
                session.endMillis,
                session.events,
                session.countsByType,
                session.items.size(),
                session.devices,
                session.entryItem,
                session.exitItem,
                session.converted);
    }

    /** Deterministic: a repeated delivery of the same visit has the same id. */
    public String sessionId() {
        return SiteKey.id(personKey) + '@' + startedAtMillis;
    }
}
