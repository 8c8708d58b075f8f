package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the stitching keeps of one person. Stored: its fields are part of every savepoint.
 *
 * <p>Invariant: apart from its technical fields it follows from the person's events and the
 * watermark alone, not from the order of the events or from who had them in between. So the events
 * of a device can be given to a person and taken back without a trace; random interleavings show it
 * in a test. The sessions are those of Flink's event-time session windows with the same gap and
 * lateness, cut where they become too long; a test compares the two on random streams.
 */
public final class PersonVisits {

    /** A person makes fewer events than this power of two in a millisecond. */
    private static final int SEQUENCE_BITS = 10;

    /** Technical: numbers the requests of the person and so never goes back. */
    public long sequence;

    /** Technical: the registered timer, 0 if there is none. */
    public long timerMillis;

    /** Events of sessions that late events may still change, in order of time. */
    public List<PastEvent> log = new ArrayList<>();

    /** What was told of the sessions of these events, in order of their start. */
    public List<PublishedSession> published = new ArrayList<>();

    /** Settled sessions, in order of their start. */
    public List<SessionTotals> history = new ArrayList<>();

    /** Bought items, in the order in which they were bought last. */
    public List<Purchase> purchases = new ArrayList<>();

    /** Metrics of the sessions that are over; null if they have to be added up anew. */
    private transient @Nullable PersonMetrics metrics;

    /** For Flink's serializer. */
    public PersonVisits() {}

    /**
     * What an event meant to its person.
     *
     * @param event the event with the visit so far
     * @param late true if its session was settled already, or was over without it
     * @param bot true if the person sends more than people do
     */
    record Stitched(PersonEvent event, boolean late, boolean bot) {}

    /**
     * Takes in an event.
     *
     * @param shown false keeps its item out of the recent ones
     * @param news takes what is to be told of sessions
     * @param watermark the operator's watermark, ms: a session that ends a gap before it is closed
     * @param nowMillis the processing time, for the sequence only
     */
    Stitched add(
            String personKey,
            Event event,
            boolean shown,
            SessionRules rules,
            List<SessionSummary> news,
            long watermark,
            long nowMillis) {
        // A person who comes back after all was forgotten must not count from one again: their
        // former requests may still be open.
        // Even ones only: the odd ones are for lists that no event asks for.
        sequence = Math.max((sequence + 2) & ~1L, nowMillis << SEQUENCE_BITS);
        PastEvent past = PastEvent.of(event).withShown(shown);
        long millis = event.occurredAtMillis();
        Purchases.remember(purchases, past, rules.maxOwned());
        int place = placeOf(millis);
        if (isLate(place, millis, rules, watermark)) {
            settleLate(personKey, past, rules, news);
            return new Stitched(
                    visitOf(personKey, event, List.of(past), 0, false, rules)
                            .withMetrics(metrics(rules, watermark)),
                    true,
                    false);
        }
        log.add(place, past);
        boolean bot = SessionCuts.inMinuteOf(log, place) > rules.maxEventsPerMinute();
        int[] starts = SessionCuts.starts(log, rules);
        int session = SessionCuts.sessionOf(starts, place);
        List<PastEvent> events = log.subList(starts[session], starts[session + 1]);
        PersonEvent visit =
                visitOf(personKey, event, events, place - starts[session], bot, rules)
                        .withMetrics(metrics(rules, watermark));
        tell(personKey, starts, rules, null, watermark, news);
        settleBeyondBound(personKey, rules, news);
        return new Stitched(visit, false, bot);
    }

    /** Puts the anonymous events of a device in the place of those that the person had of it. */
    void replace(
            String personKey,
            DeviceHistory device,
            SessionRules rules,
            List<SessionSummary> news,
            long watermark) {
        String source = device.deviceId();
        long from = device.fromMillis();
        List<SessionTotals> before = SessionHistory.shown(history, rules);
        List<SessionTotals> taken = new ArrayList<>();
        for (SessionTotals session : history) {
            if (session.source.equals(source) && session.endMillis >= from) {
                taken.add(session);
            }
        }
        history.removeAll(taken);
        log.removeIf(each -> each.source().equals(source) && each.occurredAtMillis() >= from);
        purchases.removeIf(each -> each.source().equals(source) && each.occurredAtMillis() >= from);
        log.addAll(Arrays.asList(device.events()));
        log.sort(Comparator.comparingLong(PastEvent::occurredAtMillis));
        for (PastEvent event : device.events()) {
            Purchases.remember(purchases, event, rules.maxOwned());
        }
        while (isDue(rules, watermark)) {
            taken.addAll(settle(SessionCuts.runEnd(log, 0, rules.gapMillis()), rules));
        }
        boundSources(rules);
        before.addAll(taken.stream().filter(SessionTotals::isTold).toList());
        tellChanges(personKey, before, taken, device.movedTo(), rules, news);
        tell(personKey, SessionCuts.starts(log, rules), rules, device.movedTo(), watermark, news);
        settleBeyondBound(personKey, rules, news);
    }

    /** Closes the sessions whose time is over, and settles those that nothing can change now. */
    void closeDue(String personKey, SessionRules rules, List<SessionSummary> news, long watermark) {
        tell(personKey, SessionCuts.starts(log, rules), rules, null, watermark, news);
        settleDue(personKey, rules, news, watermark);
    }

    /** When something is next to be closed or settled; {@link Long#MAX_VALUE} for never. */
    long nextDueMillis(SessionRules rules) {
        long next = Long.MAX_VALUE;
        for (PublishedSession session : published) {
            if (!session.closed()) {
                next = Math.min(next, dueMillis(session.endMillis(), rules));
            }
        }
        if (!log.isEmpty()) {
            int end = SessionCuts.runEnd(log, 0, rules.gapMillis());
            next = Math.min(next, settledMillis(log.get(end - 1).occurredAtMillis(), rules));
        }
        return next;
    }

    /** True if nothing is worth keeping. */
    boolean isIdle() {
        return log.isEmpty() && history.isEmpty() && purchases.isEmpty();
    }

    /** True if the person is known to have put anything into a cart, or that item. */
    boolean hasAdded(@Nullable String item) {
        String type = EventType.ADD_TO_CART.name();
        for (SessionTotals session : history) {
            if (session.countsByType.containsKey(type)
                    && (item == null || session.items.contains(item.hashCode()))) {
                return true;
            }
        }
        for (PastEvent event : log) {
            if (event.type() == EventType.ADD_TO_CART
                    && (item == null || item.equals(event.itemId()))) {
                return true;
            }
        }
        return false;
    }

    /** A session window [start, end + gap) fires when the watermark has its last millisecond. */
    private static long dueMillis(long endMillis, SessionRules rules) {
        return endMillis + rules.gapMillis() - 1;
    }

    private static long settledMillis(long endMillis, SessionRules rules) {
        return dueMillis(endMillis, rules) + rules.latenessMillis();
    }

    private int placeOf(long millis) {
        int place = log.size();
        while (place > 0 && log.get(place - 1).occurredAtMillis() > millis) {
            place--;
        }
        return place;
    }

    /** As in Flink: late is what reaches no session that is kept, and whose own would be over. */
    private boolean isLate(int place, long millis, SessionRules rules, long watermark) {
        boolean reachesOlder =
                place > 0 && millis - log.get(place - 1).occurredAtMillis() <= rules.gapMillis();
        boolean reachesNewer =
                place < log.size()
                        && log.get(place).occurredAtMillis() - millis <= rules.gapMillis();
        return !reachesOlder && !reachesNewer && settledMillis(millis, rules) <= watermark;
    }

    private void settleLate(
            String personKey, PastEvent event, SessionRules rules, List<SessionSummary> news) {
        List<SessionTotals> before = SessionHistory.shown(history, rules);
        SessionTotals alone = SessionTotals.of(event.source(), List.of(event), rules.maxDistinct());
        SessionHistory.add(history, List.of(alone), rules);
        boundSources(rules);
        tellChanges(personKey, before, List.of(), null, rules, news);
    }

    private PersonEvent visitOf(
            String personKey,
            Event event,
            List<PastEvent> session,
            int place,
            boolean bot,
            SessionRules rules) {
        String[] owned = Purchases.items(purchases, rules.maxOwned());
        return VisitSoFar.of(session, place, rules).event(personKey, sequence, event, !bot, owned);
    }

    /** Tells what is new of the sessions whose events are kept. */
    private void tell(
            String personKey,
            int[] starts,
            SessionRules rules,
            @Nullable String movedTo,
            long watermark,
            List<SessionSummary> news) {
        List<PublishedSession> now = new ArrayList<>(starts.length);
        int known = 0;
        List<PublishedSession> gone = new ArrayList<>(0);
        for (int i = 0; i + 1 < starts.length; i++) {
            List<PastEvent> events = log.subList(starts[i], starts[i + 1]);
            long start = events.get(0).occurredAtMillis();
            long end = events.get(events.size() - 1).occurredAtMillis();
            while (known < published.size() && published.get(known).startMillis() < start) {
                gone.add(published.get(known++));
            }
            PublishedSession was = null;
            if (known < published.size() && published.get(known).startMillis() == start) {
                was = published.get(known++);
            }
            // After a restart the watermark begins anew, and no session for that.
            boolean staysClosed = was != null && was.closed() && was.hasExtent(end, events.size());
            boolean closed = staysClosed || dueMillis(end, rules) <= watermark;
            boolean closes = closed && !staysClosed;
            boolean opens = !closed && (was == null || was.closed()) && rules.publishOpen();
            if (was != null && was.closed() && !closed) {
                metrics = null;
            }
            if (opens || closes) {
                news.add(summary(personKey, starts, i, closed, rules, watermark));
            }
            boolean told = opens || closes || (was != null && was.told());
            now.add(new PublishedSession(start, end, events.size(), closed, told));
        }
        gone.addAll(published.subList(known, published.size()));
        for (PublishedSession session : gone) {
            if (!session.told()) {
                continue;
            }
            news.add(
                    SessionSummary.superseded(
                            personKey,
                            session.startMillis(),
                            session.endMillis(),
                            PublishedSession.covering(personKey, now, session.startMillis()),
                            movedTo));
        }
        published = now;
    }

    private SessionSummary summary(
            String personKey,
            int[] starts,
            int session,
            boolean closed,
            SessionRules rules,
            long watermark) {
        SessionTotals totals = totals(starts, session, rules);
        SessionStatus status = closed ? SessionStatus.CLOSED : SessionStatus.OPEN;
        BehaviorMetrics behavior =
                closed ? behavior(starts, session, totals, rules, watermark) : null;
        metrics = behavior == null ? metrics : behavior.forRules();
        return SessionSummary.of(personKey, totals, status, rules, behavior);
    }

    /** What the person is like, from all sessions that are over; one may be added up already. */
    private @Nullable BehaviorMetrics behavior(
            int[] starts,
            int known,
            @Nullable SessionTotals totals,
            SessionRules rules,
            long watermark) {
        List<SessionTotals> over = new ArrayList<>(history);
        for (int i = 0; i + 1 < starts.length; i++) {
            if (dueMillis(log.get(starts[i + 1] - 1).occurredAtMillis(), rules) <= watermark) {
                over.add(i == known && totals != null ? totals : totals(starts, i, rules));
            }
        }
        return over.isEmpty() ? null : BehaviorMetrics.of(SessionHistory.shown(over, rules), rules);
    }

    private PersonMetrics metrics(SessionRules rules, long watermark) {
        PersonMetrics known = metrics;
        if (known == null) {
            int[] starts = SessionCuts.starts(log, rules);
            BehaviorMetrics behavior = behavior(starts, -1, null, rules, watermark);
            known = behavior == null ? PersonMetrics.NONE : behavior.forRules();
            metrics = known;
        }
        return known;
    }

    private SessionTotals totals(int[] starts, int session, SessionRules rules) {
        List<PastEvent> events = log.subList(starts[session], starts[session + 1]);
        return SessionTotals.of(PastEvent.OWN, events, rules.maxDistinct());
    }

    private void settleDue(
            String personKey, SessionRules rules, List<SessionSummary> news, long watermark) {
        while (isDue(rules, watermark)) {
            int end = SessionCuts.runEnd(log, 0, rules.gapMillis());
            settleAndTell(personKey, end, rules, news);
        }
    }

    /** True if nothing can change the sessions of the first events any more. */
    private boolean isDue(SessionRules rules, long watermark) {
        if (log.isEmpty()) {
            return false;
        }
        int end = SessionCuts.runEnd(log, 0, rules.gapMillis());
        return settledMillis(log.get(end - 1).occurredAtMillis(), rules) <= watermark;
    }

    /** A person without a pause would be kept event by event for ever. */
    private static PublishedSession closed(PublishedSession session) {
        return new PublishedSession(
                session.startMillis(), session.endMillis(), session.events(), true, true);
    }

    private void settleBeyondBound(
            String personKey, SessionRules rules, List<SessionSummary> news) {
        while (log.size() > rules.maxOpenEvents()) {
            int[] starts = SessionCuts.starts(log, rules);
            if (!published.get(0).closed()) {
                news.add(summary(personKey, starts, 0, true, rules, Long.MIN_VALUE));
                published.set(0, closed(published.get(0)));
            }
            settleAndTell(personKey, starts[1], rules, news);
        }
    }

    /** Settles the first events; tells what changes if they become one with older sessions. */
    private void settleAndTell(
            String personKey, int end, SessionRules rules, List<SessionSummary> news) {
        long startMillis = log.get(0).occurredAtMillis();
        long endMillis = log.get(end - 1).occurredAtMillis();
        if (!SessionHistory.isReached(history, startMillis, endMillis, rules)) {
            settle(end, rules);
            return;
        }
        List<SessionTotals> before = SessionHistory.shown(history, rules);
        before.addAll(settle(end, rules));
        tellChanges(personKey, before, List.of(), null, rules, news);
    }

    private void tellChanges(
            String personKey,
            List<SessionTotals> before,
            List<SessionTotals> taken,
            @Nullable String movedTo,
            SessionRules rules,
            List<SessionSummary> news) {
        metrics = null;
        List<SessionTotals> after = SessionHistory.shown(history, rules);
        BehaviorMetrics behavior = after.isEmpty() ? null : BehaviorMetrics.of(after, rules);
        SessionHistory.tellChanges(personKey, before, taken, after, movedTo, behavior, rules, news);
    }

    /**
     * Turns the first events of the log into settled sessions, those of each source by itself.
     *
     * @return what was told of the sessions that they were until now
     */
    private List<SessionTotals> settle(int end, SessionRules rules) {
        Set<Long> starts = new HashSet<>();
        int[] sessions = SessionCuts.starts(log.subList(0, end), rules);
        for (int i = 0; i + 1 < sessions.length; i++) {
            starts.add(log.get(sessions[i]).occurredAtMillis());
        }
        Map<String, List<PastEvent>> bySource = new LinkedHashMap<>();
        for (PastEvent event : log.subList(0, end)) {
            bySource.computeIfAbsent(event.source(), source -> new ArrayList<>()).add(event);
        }
        bySource.forEach(
                (source, events) -> {
                    int[] cuts = SessionCuts.starts(events, rules);
                    List<SessionTotals> settled = new ArrayList<>(cuts.length);
                    for (int i = 0; i + 1 < cuts.length; i++) {
                        List<PastEvent> session = events.subList(cuts[i], cuts[i + 1]);
                        settled.add(SessionTotals.of(source, session, rules.maxDistinct()));
                    }
                    SessionHistory.add(history, settled, rules);
                });
        boundSources(rules);
        log.subList(0, end).clear();
        List<SessionTotals> told = new ArrayList<>(starts.size());
        for (Iterator<PublishedSession> each = published.iterator(); each.hasNext(); ) {
            PublishedSession session = each.next();
            if (starts.contains(session.startMillis())) {
                if (session.told()) {
                    told.add(SessionTotals.told(session));
                }
                each.remove();
            }
        }
        return told;
    }

    /** Forgets the devices unused for longest, beyond the bound. */
    private void boundSources(SessionRules rules) {
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
