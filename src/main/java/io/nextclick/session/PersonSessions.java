package io.nextclick.session;

import io.nextclick.event.QualityFinding;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one person as of one watermark: emits what changes of them. An operator has one
 * and turns it from person to person.
 */
final class PersonSessions {

    /** A person makes fewer events than this power of two in a millisecond. */
    private static final int SEQUENCE_BITS = 10;

    final SessionSettings rules;

    /** Updates to be emitted; cleared by who does so. */
    final List<SessionSummary> pending = new ArrayList<>();

    /** What was found, to be emitted; cleared by who does so. */
    final List<QualityFinding> found = new ArrayList<>();

    /** What items have to unlearn and to learn; cleared by {@link #correct}. */
    final List<PersonEvent> corrections = new ArrayList<>();

    String personKey = "";
    PersonVisits visits = new PersonVisits();
    private long watermark = Long.MIN_VALUE;

    PersonSessions(SessionSettings rules) {
        this.rules = rules;
    }

    /**
     * Turns to a person.
     *
     * @param personKey person among all sites
     * @param watermark the operator's watermark, ms
     */
    PersonSessions of(String personKey, PersonVisits visits, long watermark) {
        this.personKey = personKey;
        this.visits = visits;
        this.watermark = watermark;
        return this;
    }

    /** Turns to a person as of the watermark that is known. */
    PersonSessions of(String personKey, PersonVisits visits) {
        return of(personKey, visits, watermark);
    }

    /** The next number of the person. */
    void nextSequence(long nowMillis) {
        // A person who comes back after all was forgotten must not count from one again: their
        // former requests may still be open.
        // Even ones only: the odd ones are for lists that no event asks for.
        visits.sequence = Math.max((visits.sequence + 2) & ~1L, nowMillis << SEQUENCE_BITS);
    }

    /** Takes in a finding, if it is one. */
    void find(@Nullable QualityFinding finding) {
        if (finding != null) {
            found.add(finding);
        }
    }

    /** Emits what items have to unlearn and to learn. */
    void correct(Consumer<PersonEvent> out) {
        if (!corrections.isEmpty()) {
            corrections.forEach(out);
            corrections.clear();
        }
    }

    /** Where the sessions start whose events are kept, see {@link SessionCuts#starts}. */
    int[] starts() {
        return SessionCuts.starts(visits.log, rules);
    }

    /** True if a session with this end is over, and no late event may change it any more. */
    boolean isSettled(long endMillis) {
        return SessionCuts.settledMillis(endMillis, rules) <= watermark;
    }

    private boolean isOver(long endMillis) {
        return SessionCuts.overMillis(endMillis, rules) <= watermark;
    }

    /**
     * Emits what has changed of the sessions whose events are kept.
     *
     * @param starts where they start
     * @param movedTo id of the person who has the events of lost ones now, or null
     */
    void emitOpen(int[] starts, @Nullable String movedTo) {
        List<PublishedSession> before = visits.published;
        List<PublishedSession> now = new ArrayList<>(starts.length);
        List<PublishedSession> gone = List.of();
        int known = 0;
        for (int i = 0; i + 1 < starts.length; i++) {
            long start = visits.log.get(starts[i]).occurredAtMillis();
            while (known < before.size() && before.get(known).startMillis() < start) {
                gone = with(gone, before.get(known++));
            }
            PublishedSession was = null;
            if (known < before.size() && before.get(known).startMillis() == start) {
                was = before.get(known++);
            }
            now.add(emitOpen(starts, i, was));
        }
        while (known < before.size()) {
            gone = with(gone, before.get(known++));
        }
        for (PublishedSession session : gone) {
            if (session.emitted()) {
                String by = PublishedSession.covering(personKey, now, session.startMillis());
                supersede(session.startMillis(), session.endMillis(), by, movedTo);
            }
        }
        visits.published = now;
    }

    /** Hardly ever is there one. */
    private static List<PublishedSession> with(
            List<PublishedSession> sessions, PublishedSession one) {
        List<PublishedSession> more = sessions.isEmpty() ? new ArrayList<>() : sessions;
        more.add(one);
        return more;
    }

    private PublishedSession emitOpen(int[] starts, int session, @Nullable PublishedSession was) {
        long start = visits.log.get(starts[session]).occurredAtMillis();
        long end = visits.log.get(starts[session + 1] - 1).occurredAtMillis();
        int events = starts[session + 1] - starts[session];
        // After a restart the watermark begins anew, and no session for that.
        boolean staysClosed = was != null && was.closed() && was.hasExtent(end, events);
        boolean closed = staysClosed || isOver(end);
        boolean closes = closed && !staysClosed;
        boolean opens = !closed && (was == null || was.closed()) && rules.publishOpen();
        if (was != null && was.closed() && !closed) {
            visits.metrics = null;
        }
        if (closes) {
            SessionTotals totals = totals(starts, session);
            close(totals, behavior(starts, session, totals));
        } else if (opens) {
            add(totals(starts, session), SessionStatus.OPEN, null);
        }
        boolean emitted = opens || closes || (was != null && was.emitted());
        if (was != null
                && was.hasExtent(end, events)
                && was.closed() == closed
                && was.emitted() == emitted) {
            return was;
        }
        return new PublishedSession(start, end, events, closed, emitted);
    }

    /** Closes the first session before it is over. */
    void closeFirst(int[] starts) {
        PublishedSession first = visits.published.get(0);
        if (!first.closed()) {
            close(totals(starts, 0), behavior(visits.history));
            visits.published.set(0, first.closedEarly());
        }
    }

    private void close(SessionTotals totals, @Nullable BehaviorMetrics behavior) {
        visits.metrics = behavior == null ? visits.metrics : behavior.forRules();
        add(totals, SessionStatus.CLOSED, behavior);
    }

    private void add(
            SessionTotals totals, SessionStatus status, @Nullable BehaviorMetrics behavior) {
        pending.add(SessionSummary.of(personKey, totals, status, rules, behavior));
    }

    private void supersede(
            long startMillis, long endMillis, @Nullable String by, @Nullable String movedTo) {
        pending.add(SessionSummary.superseded(personKey, startMillis, endMillis, by, movedTo));
    }

    /**
     * Emits what has changed of the settled sessions.
     *
     * @param before the settled sessions as they were shown until now
     * @param taken what was taken away, or was emitted before it was settled
     */
    void emitSettled(
            List<SessionTotals> before, List<SessionTotals> taken, @Nullable String movedTo) {
        visits.metrics = null;
        List<SessionTotals> after = SessionHistory.shown(visits.history, rules);
        BehaviorMetrics behavior = after.isEmpty() ? null : BehaviorMetrics.of(after, rules);
        Set<Long> starts = new HashSet<>();
        after.forEach(session -> starts.add(session.startMillis));
        for (SessionTotals session : before) {
            if (starts.contains(session.startMillis)) {
                continue;
            }
            String by = SessionHistory.covering(personKey, after, session.startMillis);
            // One that is only forgotten, because of a bound, is still what it was.
            if (by != null
                    || SessionHistory.isReached(taken, session.startMillis, session.endMillis, 0)) {
                supersede(session.startMillis, session.endMillis, by, movedTo);
            }
        }
        Map<Long, SessionTotals> known = new HashMap<>();
        before.forEach(session -> known.put(session.startMillis, session));
        for (SessionTotals session : after) {
            SessionTotals was = known.get(session.startMillis);
            if (was == null || was.endMillis != session.endMillis || was.events != session.events) {
                add(session, SessionStatus.CLOSED, behavior);
            }
        }
    }

    /** What rules can ask about; from all sessions that are over. */
    PersonMetrics metrics() {
        PersonMetrics known = visits.metrics;
        if (known == null) {
            BehaviorMetrics behavior = behavior(starts(), -1, null);
            known = behavior == null ? PersonMetrics.NONE : behavior.forRules();
            visits.metrics = known;
        }
        return known;
    }

    /** What the person is like, from all sessions that are over; one may be added up already. */
    private @Nullable BehaviorMetrics behavior(
            int[] starts, int known, @Nullable SessionTotals totals) {
        List<SessionTotals> over = new ArrayList<>(visits.history);
        for (int i = 0; i + 1 < starts.length; i++) {
            if (isOver(visits.log.get(starts[i + 1] - 1).occurredAtMillis())) {
                over.add(i == known && totals != null ? totals : totals(starts, i));
            }
        }
        return behavior(over);
    }

    private @Nullable BehaviorMetrics behavior(List<SessionTotals> over) {
        return over.isEmpty() ? null : BehaviorMetrics.of(SessionHistory.shown(over, rules), rules);
    }

    private SessionTotals totals(int[] starts, int session) {
        List<PastEvent> events = visits.log.subList(starts[session], starts[session + 1]);
        return SessionTotals.of(PastEvent.OWN, events, rules.maxDistinct());
    }
}
