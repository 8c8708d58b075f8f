package io.nextclick.session;

import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonMetrics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one person; {@link Stitching} says what is done with it. Stored, see {@link
 * PersonVisitsSerializer}.
 *
 * <p>Invariant: apart from its technical fields it follows from the person's events and the
 * watermark alone, not from the order of the events or from who had them in between. So the events
 * of a device can be given to a person and taken back without a trace; random interleavings show it
 * in a test.
 */
public final class PersonVisits {

    /** Technical: numbers the requests of the person and so never goes back. */
    long sequence;

    /** Technical: the registered timer, 0 if there is none. */
    long timerMillis;

    /** Events of sessions that late events may still change, in order of time. */
    List<PastEvent> log = new ArrayList<>();

    /** What was emitted of the sessions of these events, in order of their start. */
    List<PublishedSession> published = new ArrayList<>();

    /** Settled sessions, in order of their start. */
    List<SessionTotals> history = new ArrayList<>();

    /** Bought items, in the order in which they were bought last. */
    List<Purchase> purchases = new ArrayList<>();

    /** Technical: deeds that another source may report as well, see {@link ReportedDeeds}. */
    List<ReportedDeed> reported = new ArrayList<>();

    /** Technical: when an event last named a list, ms; 0 if none did. It never goes back. */
    long listedMillis;

    /** Technical: the person was found to have more devices than people have. */
    boolean manyDevices;

    /** Metrics of the sessions that are over; null if they have to be added up anew. */
    @Nullable PersonMetrics metrics;

    /** True if nothing is worth keeping. */
    boolean isIdle() {
        return log.isEmpty() && history.isEmpty() && purchases.isEmpty();
    }
}
