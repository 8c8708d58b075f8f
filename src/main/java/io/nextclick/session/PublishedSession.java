package io.nextclick.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was emitted of a session whose events are still kept one by one. Stored.
 *
 * @param startMillis first event, ms since the epoch; names the session
 * @param endMillis last event
 * @param events number of events
 * @param closed true if it is over
 * @param emitted true if anything was emitted of it
 */
public record PublishedSession(
        long startMillis, long endMillis, int events, boolean closed, boolean emitted) {

    boolean hasExtent(long end, int count) {
        return endMillis == end && events == count;
    }

    /** The same, closed before it is over. */
    PublishedSession closedEarly() {
        return new PublishedSession(startMillis, endMillis, events, true, true);
    }

    /** Id of the session of a person that covers a time, or null. */
    static @Nullable String covering(
            String personKey, List<PublishedSession> sessions, long millis) {
        for (PublishedSession session : sessions) {
            if (session.startMillis <= millis && millis <= session.endMillis) {
                return SessionSummary.sessionId(personKey, session.startMillis);
            }
        }
        return null;
    }
}
