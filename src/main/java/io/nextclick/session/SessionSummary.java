package io.nextclick.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An update of a session.
 *
 * @param personKey person among all sites
 * @param startedAtMillis time of the first event, ms since the epoch
 * @param endedAtMillis time of the last event, ms since the epoch
 * @param status what the update means
 * @param supersededBy id of the session of the same person that took its place
 * @param movedTo id of the person who has its events now
 * @param events number of events
 * @param countsByType events by type
 * @param distinctItems different items, up to {@code session.max-distinct}
 * @param distinctCategories different categories, likewise
 * @param deviceIds devices that took part, sorted
 * @param dwellMillis stated time on items and pages, ms
 * @param entryItem first item
 * @param exitItem last item
 * @param amounts what it came to, by currency
 * @param amountsLeftOut true if there were more currencies than are kept
 * @param converted true with a purchase
 * @param outlier true if it is longer than sessions are
 * @param behavior what the person is like with this session, if it is closed
 */
public record SessionSummary(
        String personKey,
        long startedAtMillis,
        long endedAtMillis,
        SessionStatus status,
        @Nullable String supersededBy,
        @Nullable String movedTo,
        int events,
        Map<String, Integer> countsByType,
        int distinctItems,
        int distinctCategories,
        List<String> deviceIds,
        long dwellMillis,
        @Nullable String entryItem,
        @Nullable String exitItem,
        SessionAmount[] amounts,
        boolean amountsLeftOut,
        boolean converted,
        boolean outlier,
        @Nullable BehaviorMetrics behavior) {

    private static final SessionAmount[] NO_AMOUNTS = {};

    static SessionSummary of(
            String personKey,
            SessionTotals totals,
            SessionStatus status,
            SessionSettings rules,
            @Nullable BehaviorMetrics behavior) {
        return new SessionSummary(
                personKey,
                totals.startMillis,
                totals.endMillis,
                status,
                null,
                null,
                totals.events,
                totals.countsByType(),
                totals.items.length,
                totals.categories.size(),
                totals.deviceIds(),
                totals.dwellMillis,
                totals.entryItem,
                totals.exitItem,
                SessionAmount.of(totals.amounts),
                totals.amounts.leftOut,
                totals.converted,
                totals.isOutlier(rules.outlierMillis()),
                behavior);
    }

    /** A session is no more. */
    static SessionSummary superseded(
            String personKey,
            long startMillis,
            long endMillis,
            @Nullable String by,
            @Nullable String movedTo) {
        return new SessionSummary(
                personKey,
                startMillis,
                endMillis,
                SessionStatus.SUPERSEDED,
                by,
                movedTo,
                0,
                Map.of(),
                0,
                0,
                List.of(),
                0,
                null,
                null,
                NO_AMOUNTS,
                false,
                false,
                false,
                null);
    }

    /** The one currency of its amounts; null if there is none, or there are several. */
    public @Nullable String currency() {
        return amounts.length == 1 && !amountsLeftOut ? amounts[0].currency() : null;
    }

    /** True if nothing was done but to look at one page. */
    public boolean bounce() {
        return events == 1;
    }

    /** Deterministic: whatever the order of its events, the same session has the same id. */
    public String sessionId() {
        return sessionId(personKey, startedAtMillis);
    }

    static String sessionId(String personKey, long startMillis) {
        return personKey + '@' + startMillis;
    }
}
