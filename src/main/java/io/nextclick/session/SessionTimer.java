package io.nextclick.session;

import io.nextclick.flow.PastEvent;
import io.nextclick.writeback.StoredTimer;
import java.util.List;

/** A person's timer, at the earliest end or settling of a session. */
final class SessionTimer {

    private SessionTimer() {}

    /**
     * When the person's timer is at the latest, 0 if there is none. One that had nothing to do when
     * it fired was set again to when something is due, which is not written: it follows from the
     * rest.
     */
    static long armedMillis(PersonVisits visits, SessionSettings rules, long watermark) {
        long armed = armedMillis(visits, rules);
        return StoredTimer.isLost(armed, watermark) ? 0 : armed;
    }

    private static long armedMillis(PersonVisits visits, SessionSettings rules) {
        if (visits.timerMillis == 0) {
            return 0;
        }
        long due = nextDueMillis(visits, rules);
        return due == Long.MAX_VALUE ? visits.timerMillis : Math.max(visits.timerMillis, due);
    }

    /** When something is next to be closed or settled; {@link Long#MAX_VALUE} for never. */
    static long nextDueMillis(PersonVisits visits, SessionSettings rules) {
        long next = Long.MAX_VALUE;
        for (PublishedSession session : visits.published) {
            if (!session.closed()) {
                next = Math.min(next, SessionCuts.overMillis(session.endMillis(), rules));
            }
        }
        List<PastEvent> log = visits.log;
        if (!log.isEmpty()) {
            int end = SessionCuts.runEnd(log, 0, rules.gapMillis());
            long endMillis = log.get(end - 1).occurredAtMillis();
            next = Math.min(next, SessionCuts.settledMillis(endMillis, rules));
        }
        return next;
    }
}
