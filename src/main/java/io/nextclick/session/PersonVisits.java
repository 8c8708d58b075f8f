package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.PersonEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * All that the stitching keeps of one person. Stored: its fields are part of every savepoint.
 *
 * <p>The sessions are those of Flink's event-time session windows with the same gap and no allowed
 * lateness; a test compares the two on random streams.
 */
public final class PersonVisits {

    private static final String[] NONE = {};
    private static final long MINUTE_MILLIS = 60_000;

    /** A person makes fewer events than this power of two in a millisecond. */
    private static final int SEQUENCE_BITS = 10;

    public long sequence;
    public long minute;
    public int eventsInMinute;

    /** The registered timer, 0 if there is none. */
    public long timerMillis;

    /** Keeps the sequence of late events apart until then; 0 if there was none. */
    public long lateUntilMillis;

    public List<OpenSession> open = new ArrayList<>();

    /** Bought items, oldest first. */
    public List<String> owned = new ArrayList<>();

    /** For Flink's serializer. */
    public PersonVisits() {}

    /**
     * Takes in an event.
     *
     * @param watermark the operator's watermark, ms: a session that ends a gap before it is closed
     * @param nowMillis the processing time, for the sequence only
     * @return what the event means to its person
     */
    Stitched add(Event event, SessionRules rules, long watermark, long nowMillis) {
        // A person who comes back after all was forgotten must not count from one again: their
        // former
        // requests may still be open.
        sequence = Math.max(sequence + 1, nowMillis << SEQUENCE_BITS);
        boolean bot = countInMinute(event.occurredAtMillis()) > rules.maxEventsPerMinute();
        long millis = event.occurredAtMillis();
        OpenSession session = takeReached(millis, rules);
        boolean late = session.events == 0 && dueMillis(session, rules) <= watermark;
        String[] recent = NONE;
        boolean step = isStep(event, session);
        List<OpenSession> closed = List.of();
        if (late) {
            lateUntilMillis = watermark + rules.gapMillis();
        } else {
            recent = session.itemsBefore(millis, rules.recentItems()).toArray(NONE);
            session.add(event, step, rules);
            open.add(session);
            closed = closeBeyond(rules.maxOpen());
        }
        rememberPurchase(event, rules.maxOwned());
        PersonEvent personEvent =
                new PersonEvent(
                        event.personKey(),
                        sequence,
                        event,
                        session.devices.toArray(NONE),
                        recent,
                        Math.max(session.steps, 1),
                        step,
                        !bot,
                        owned.toArray(NONE));
        return new Stitched(personEvent, closed, late, bot);
    }

    /** Closes the sessions whose time is over, oldest first. */
    List<OpenSession> closeDue(SessionRules rules, long watermark) {
        List<OpenSession> closed = new ArrayList<>();
        for (Iterator<OpenSession> each = open.iterator(); each.hasNext(); ) {
            OpenSession session = each.next();
            if (dueMillis(session, rules) <= watermark) {
                closed.add(session);
                each.remove();
            }
        }
        if (lateUntilMillis != 0 && lateUntilMillis <= watermark) {
            lateUntilMillis = 0;
        }
        return closed;
    }

    /** When something is next to be closed or forgotten; {@link Long#MAX_VALUE} for never. */
    long nextDueMillis(SessionRules rules) {
        long next = lateUntilMillis == 0 ? Long.MAX_VALUE : lateUntilMillis;
        for (OpenSession session : open) {
            next = Math.min(next, dueMillis(session, rules));
        }
        return next;
    }

    /** True if nothing is worth keeping. */
    boolean isIdle() {
        return open.isEmpty() && owned.isEmpty() && lateUntilMillis == 0;
    }

    /** A session window [start, end + gap) fires when the watermark has its last millisecond. */
    private static long dueMillis(OpenSession session, SessionRules rules) {
        return session.endMillis + rules.gapMillis() - 1;
    }

    /**
     * The session an event belongs to, taken out of the open ones: merged if the event bridges
     * several, new if it reaches none.
     */
    private OpenSession takeReached(long millis, SessionRules rules) {
        OpenSession reached = null;
        for (Iterator<OpenSession> each = open.iterator(); each.hasNext(); ) {
            OpenSession session = each.next();
            if (session.reaches(millis, rules.gapMillis())) {
                each.remove();
                if (reached == null) {
                    reached = session;
                } else {
                    reached.absorb(session, rules);
                }
            }
        }
        return reached == null ? OpenSession.startingAt(millis) : reached;
    }

    /**
     * A step moves the session to an item. Putting the item one looks at into the cart is none;
     * looking at it again is one, since the person navigated to it again.
     */
    private static boolean isStep(Event event, OpenSession session) {
        String item = event.itemId();
        return item != null
                && event.type().isInterest()
                && (event.type().isNavigation()
                        || session.recentItems.isEmpty()
                        || !session.recentItems.get(0).equals(item));
    }

    private List<OpenSession> closeBeyond(int maxOpen) {
        if (open.size() <= maxOpen) {
            return List.of();
        }
        OpenSession oldest = open.get(0);
        for (OpenSession session : open) {
            if (session.endMillis < oldest.endMillis) {
                oldest = session;
            }
        }
        open.remove(oldest);
        return List.of(oldest);
    }

    private int countInMinute(long millis) {
        long at = millis / MINUTE_MILLIS;
        if (at < minute) {
            // Belated, as after a time without network; that is not what a bot looks like.
            return 0;
        }
        if (at > minute) {
            minute = at;
            eventsInMinute = 0;
        }
        return ++eventsInMinute;
    }

    private void rememberPurchase(Event event, int maxOwned) {
        String item = event.itemId();
        if (event.type() != EventType.PURCHASE || item == null) {
            return;
        }
        owned.remove(item);
        owned.add(item);
        if (owned.size() > maxOwned) {
            owned.remove(0);
        }
    }

    /**
     * What an event meant to its person.
     *
     * @param event the event with the visit so far
     * @param closed sessions closed at once, because too many were open
     * @param late true if its session had been closed already
     * @param bot true if the person sends more than people do
     */
    record Stitched(PersonEvent event, List<OpenSession> closed, boolean late, boolean bot) {}
}
