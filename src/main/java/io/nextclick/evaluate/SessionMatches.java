package io.nextclick.evaluate;

import io.nextclick.event.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares sessions with those that a log has of its own: one is matched if a session of the same
 * user has the same first and last event and as many. Not thread-safe.
 */
public final class SessionMatches {

    private final Map<String, OwnSession> own = new HashMap<>();
    private long newestMillis = Long.MIN_VALUE;

    /** Takes in an event of the log. */
    public void event(Event event) {
        newestMillis = Math.max(newestMillis, event.occurredAtMillis());
        String session = event.sourceSessionId();
        if (session == null) {
            return;
        }
        // Logs number the sessions of each visitor by itself or of all; this keys both.
        String visitor = event.userId() != null ? event.userId() : event.deviceId();
        own.computeIfAbsent(visitor + '/' + session, key -> new OwnSession())
                .add(event.occurredAtMillis(), event.userId());
    }

    /**
     * Compares the log's sessions that were over before its end.
     *
     * @param sessions the others
     * @param gapMillis a session is over so long after its last event
     */
    public Result compare(Iterable<Session> sessions, long gapMillis) {
        Map<Extent, Set<String>> persons = new HashMap<>();
        for (Session session : sessions) {
            persons.computeIfAbsent(session.extent(), extent -> new HashSet<>(1))
                    .add(session.personId());
        }
        long over = 0;
        long matched = 0;
        for (OwnSession session : own.values()) {
            if (session.endMillis + gapMillis >= newestMillis) {
                continue;
            }
            over++;
            Set<String> with = persons.getOrDefault(session.extent(), Set.of());
            String user = session.userId;
            matched += user == null ? (with.isEmpty() ? 0 : 1) : (with.contains(user) ? 1 : 0);
        }
        return new Result(over, matched);
    }

    /**
     * A session to be compared.
     *
     * @param personId whose
     * @param extent from when to when, and how many events
     */
    public record Session(String personId, Extent extent) {}

    /**
     * What makes two sessions of a person the same.
     *
     * @param startMillis first event, ms since the epoch
     * @param endMillis last event
     * @param events number of events
     */
    public record Extent(long startMillis, long endMillis, int events) {}

    /**
     * How many sessions were found again.
     *
     * @param over sessions of the log that were over before its end
     * @param matched those of them that are matched exactly
     */
    public record Result(long over, long matched) {

        /** Share of the log's sessions that are matched, 0 to 1; empty if it has none. */
        public OptionalDouble share() {
            return over == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) matched / over);
        }
    }

    private static final class OwnSession {
        private long startMillis = Long.MAX_VALUE;
        private long endMillis = Long.MIN_VALUE;
        private int events;
        private @Nullable String userId;

        void add(long millis, @Nullable String user) {
            startMillis = Math.min(startMillis, millis);
            endMillis = Math.max(endMillis, millis);
            events++;
            userId = user == null ? userId : user;
        }

        Extent extent() {
            return new Extent(startMillis, endMillis, events);
        }
    }
}
