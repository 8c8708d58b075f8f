package io.nextclick.session;

import io.nextclick.flow.PassiveEvents;
import io.nextclick.flow.PastEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns sessions whose events are kept one by one into settled ones, which are only added up. */
final class Settlement {

    private Settlement() {}

    /** Settles an event by itself, or as part of the settled session that it reaches. */
    static void settleLate(PersonSessions person, PastEvent event) {
        SessionSettings rules = person.rules;
        List<SessionTotals> before = SessionHistory.shown(person.visits.history, rules);
        SessionTotals alone = SessionTotals.of(event.source(), List.of(event), rules.maxDistinct());
        SessionHistory.add(person.visits.history, List.of(alone), rules);
        boundSources(person.visits, rules);
        person.emitSettled(before, List.of(), null);
    }

    /** Settles the sessions that nothing can change any more. */
    static void settleDue(PersonSessions person) {
        while (isDue(person)) {
            settleAndEmit(person, firstRunEnd(person));
        }
    }

    /**
     * A person without a pause would be kept event by event for ever. Of too many passive events
     * the oldest of the last session leave, uncounted.
     */
    static void settleBeyondBound(PersonSessions person) {
        SessionSettings rules = person.rules;
        List<PastEvent> log = person.visits.log;
        int least = Math.min(rules.maxOpenEvents(), rules.maxPassiveEvents());
        while (log.size() > least) {
            int passive = PassiveEvents.count(log, event -> event);
            if (log.size() - passive <= rules.maxOpenEvents()
                    && passive <= rules.maxPassiveEvents()) {
                return;
            }
            int[] starts = person.starts();
            int last = starts[starts.length - 2];
            if (passive <= rules.maxPassiveEvents()
                    || !PassiveEvents.dropOldest(log, last, event -> event, rules.gapMillis())) {
                person.closeFirst(starts);
                settleAndEmit(person, starts[1]);
            }
        }
    }

    /**
     * Settles what is due after the events of a device were replaced.
     *
     * @param before the settled sessions as they were shown until now; gets what is settled
     * @param taken those of the device that were taken away; likewise
     * @param movedTo id of the person who has their events now, or null
     */
    static void settleReplaced(
            PersonSessions person,
            List<SessionTotals> before,
            List<SessionTotals> taken,
            @Nullable String movedTo) {
        while (isDue(person)) {
            List<SessionTotals> emitted = settle(person.visits, firstRunEnd(person), person.rules);
            before.addAll(emitted);
            taken.addAll(emitted);
        }
        boundSources(person.visits, person.rules);
        person.emitSettled(before, taken, movedTo);
    }

    /** True if nothing can change the sessions of the first events any more. */
    private static boolean isDue(PersonSessions person) {
        List<PastEvent> log = person.visits.log;
        return !log.isEmpty()
                && person.isSettled(log.get(firstRunEnd(person) - 1).occurredAtMillis());
    }

    private static int firstRunEnd(PersonSessions person) {
        return SessionCuts.runEnd(person.visits.log, 0, person.rules.gapMillis());
    }

    /** Settles the first events; emits what changes if they become one with older sessions. */
    private static void settleAndEmit(PersonSessions person, int end) {
        SessionSettings rules = person.rules;
        PersonVisits visits = person.visits;
        long startMillis = visits.log.get(0).occurredAtMillis();
        long endMillis = visits.log.get(end - 1).occurredAtMillis();
        if (!SessionHistory.isReached(visits.history, startMillis, endMillis, rules.gapMillis())) {
            settle(visits, end, rules);
            return;
        }
        List<SessionTotals> before = SessionHistory.shown(visits.history, rules);
        before.addAll(settle(visits, end, rules));
        person.emitSettled(before, List.of(), null);
    }

    /**
     * Turns the first events of the log into settled sessions, those of each source by itself.
     *
     * @return the extents of the sessions that they were until now, as far as they were emitted
     */
    private static List<SessionTotals> settle(PersonVisits visits, int end, SessionSettings rules) {
        List<PastEvent> settling = visits.log.subList(0, end);
        int[] sessions = SessionCuts.starts(settling, rules);
        long[] starts = new long[sessions.length - 1];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = settling.get(sessions[i]).occurredAtMillis();
        }
        settleBySource(visits, settling, rules);
        boundSources(visits, rules);
        settling.clear();
        List<SessionTotals> emitted = new ArrayList<>(starts.length);
        for (Iterator<PublishedSession> each = visits.published.iterator(); each.hasNext(); ) {
            PublishedSession session = each.next();
            if (isAmong(starts, session.startMillis())) {
                if (session.emitted()) {
                    emitted.add(SessionTotals.extent(session));
                }
                each.remove();
            }
        }
        return emitted;
    }

    private static boolean isAmong(long[] starts, long millis) {
        for (long start : starts) {
            if (start == millis) {
                return true;
            }
        }
        return false;
    }

    private static void settleBySource(
            PersonVisits visits, List<PastEvent> events, SessionSettings rules) {
        String first = events.get(0).source();
        boolean same = true;
        for (int i = 1; i < events.size() && same; i++) {
            same = events.get(i).source().equals(first);
        }
        if (same) {
            settle(visits, first, events, rules);
            return;
        }
        Map<String, List<PastEvent>> bySource = new LinkedHashMap<>();
        for (PastEvent event : events) {
            bySource.computeIfAbsent(event.source(), source -> new ArrayList<>()).add(event);
        }
        bySource.forEach((source, ofSource) -> settle(visits, source, ofSource, rules));
    }

    private static void settle(
            PersonVisits visits, String source, List<PastEvent> events, SessionSettings rules) {
        int[] cuts = SessionCuts.starts(events, rules);
        List<SessionTotals> settled = new ArrayList<>(cuts.length);
        for (int i = 0; i + 1 < cuts.length; i++) {
            List<PastEvent> session = events.subList(cuts[i], cuts[i + 1]);
            settled.add(SessionTotals.of(source, session, rules.maxDistinct()));
        }
        SessionHistory.add(visits.history, settled, rules);
    }

    /** Forgets the devices unused for longest, beyond the bound. */
    private static void boundSources(PersonVisits visits, SessionSettings rules) {
        List<SessionTotals> history = visits.history;
        List<Purchase> purchases = visits.purchases;
        if (history.size() + purchases.size() <= rules.maxSources()) {
            return;
        }
        Map<String, Long> newest = new LinkedHashMap<>();
        history.forEach(each -> newest.merge(each.source, each.endMillis, Math::max));
        purchases.forEach(each -> newest.merge(each.source(), each.occurredAtMillis(), Math::max));
        newest.remove(PastEvent.OWN);
        while (newest.size() > rules.maxSources()) {
            String oldest =
                    newest.entrySet().stream()
                            .min(Map.Entry.comparingByValue())
                            .orElseThrow()
                            .getKey();
            newest.remove(oldest);
            history.removeIf(each -> each.source.equals(oldest));
            purchases.removeIf(each -> each.source().equals(oldest));
        }
    }
}
