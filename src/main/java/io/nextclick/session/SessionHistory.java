package io.nextclick.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the settled sessions of a person. They are kept apart by source, so that those
 * of a device can be taken back; sessions of several sources that reach each other are shown as
 * one.
 */
final class SessionHistory {

    private static final Comparator<SessionTotals> BY_START =
            Comparator.comparingLong((SessionTotals session) -> session.startMillis)
                    .thenComparing(session -> session.source);

    private SessionHistory() {}

    /**
     * Adds the sessions of one source that end together. One that reaches an older session of the
     * source, because its events came late, becomes part of it.
     */
    static void add(
            List<SessionTotals> history, List<SessionTotals> settled, SessionSettings rules) {
        List<SessionTotals> older = new ArrayList<>(history);
        for (SessionTotals session : settled) {
            for (SessionTotals each : older) {
                if (each.source.equals(session.source)
                        && each.reaches(session.startMillis, session.endMillis, rules.gapMillis())
                        && isWithin(each, session, rules)
                        && history.remove(each)) {
                    session.merge(each, rules.maxDistinct());
                }
            }
            history.add(session);
        }
        history.sort(BY_START);
        bound(history, rules);
    }

    /** True if one of the sessions is within a gap of one with these ends. */
    static boolean isReached(
            List<SessionTotals> sessions, long startMillis, long endMillis, long gapMillis) {
        for (SessionTotals session : sessions) {
            if (session.reaches(startMillis, endMillis, gapMillis)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWithin(SessionTotals one, SessionTotals other, SessionSettings rules) {
        long start = Math.min(one.startMillis, other.startMillis);
        return Math.max(one.endMillis, other.endMillis) - start <= rules.maxLengthMillis()
                && one.deeds() + other.deeds() <= rules.maxEvents();
    }

    /** Forgets what is beyond the bounds, of each source by itself. */
    private static void bound(List<SessionTotals> history, SessionSettings rules) {
        if (history.size() <= rules.maxHistory() && areWithin(history, rules.historyMillis())) {
            return;
        }
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Long> newest = new HashMap<>();
        for (SessionTotals session : history) {
            newest.merge(session.source, session.endMillis, Math::max);
            counts.merge(session.source, 1, Integer::sum);
        }
        // From the oldest on.
        history.removeIf(
                session -> {
                    String source = session.source;
                    boolean old =
                            session.endMillis
                                    < newest.getOrDefault(source, 0L) - rules.historyMillis();
                    boolean tooMany = counts.getOrDefault(source, 0) > rules.maxHistory();
                    if (old || tooMany) {
                        counts.merge(source, -1, Integer::sum);
                    }
                    return old || tooMany;
                });
    }

    /** True if all end within a time, so that those of each source do as well. */
    private static boolean areWithin(List<SessionTotals> sessions, long millis) {
        long oldest = Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;
        for (SessionTotals session : sessions) {
            oldest = Math.min(oldest, session.endMillis);
            newest = Math.max(newest, session.endMillis);
        }
        return oldest >= newest - millis;
    }

    /** The sessions as they are shown: merged where they reach each other within the bounds. */
    static List<SessionTotals> shown(List<SessionTotals> sessions, SessionSettings rules) {
        List<SessionTotals> sorted = new ArrayList<>(sessions);
        sorted.sort(BY_START);
        List<SessionTotals> shown = new ArrayList<>(sorted.size());
        SessionTotals last = null;
        boolean own = false;
        for (SessionTotals session : sorted) {
            boolean joins =
                    last != null
                            && session.startMillis - last.endMillis <= rules.gapMillis()
                            && isWithin(last, session, rules);
            if (!joins || last == null) {
                last = session;
                own = false;
                shown.add(session);
                continue;
            }
            if (!own) {
                // What is stored stays as it is.
                last = last.copy();
                shown.set(shown.size() - 1, last);
                own = true;
            }
            last.merge(session, rules.maxDistinct());
        }
        return shown;
    }

    /** Id of the session of a person that covers a time, or null. */
    static @Nullable String covering(String personKey, List<SessionTotals> sessions, long millis) {
        for (SessionTotals session : sessions) {
            if (session.startMillis <= millis && millis <= session.endMillis) {
                return SessionSummary.sessionId(personKey, session.startMillis);
            }
        }
        return null;
    }
}
