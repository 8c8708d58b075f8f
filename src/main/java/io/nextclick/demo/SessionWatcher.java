package io.nextclick.demo;

import io.nextclick.contract.SessionReader;
import io.nextclick.contract.SessionReader.ReadSession;
import io.nextclick.evaluate.SessionMatches;
import io.nextclick.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps the newest record of every session, and the sessions that the traffic itself has. */
final class SessionWatcher implements Consumer<byte[]> {

    private static final double MILLIS_PER_MINUTE = 60_000;

    private final SessionReader reader = new SessionReader();
    private final Map<String, ReadSession> sessions = new HashMap<>();
    private final SessionMatches matches = new SessionMatches();
    private final long overMillis;

    /**
     * @param overMillis a session is over so long after its last event
     */
    SessionWatcher(long overMillis) {
        this.overMillis = overMillis;
    }

    @Override
    public synchronized void accept(byte[] value) {
        ReadSession session = reader.read(value);
        if (session.isSuperseded()) {
            sessions.remove(session.sessionId());
        } else {
            sessions.put(session.sessionId(), session);
        }
    }

    /** Takes in an event as it is sent. */
    synchronized void sent(Event event) {
        matches.event(event);
    }

    /** The figures as of now. */
    synchronized SessionFigures figures() {
        Set<String> persons = new HashSet<>();
        List<SessionMatches.Session> closed = new ArrayList<>();
        long events = 0;
        long millis = 0;
        for (ReadSession session : sessions.values()) {
            persons.add(session.personId());
            if (session.isClosed()) {
                closed.add(
                        new SessionMatches.Session(
                                session.personId(),
                                new SessionMatches.Extent(
                                        session.startMillis(),
                                        session.endMillis(),
                                        session.events())));
                events += session.events();
                millis += session.endMillis() - session.startMillis();
            }
        }
        return new SessionFigures(
                persons.size(),
                sessions.size(),
                closed.size(),
                (double) events / closed.size(),
                millis / MILLIS_PER_MINUTE / closed.size(),
                matches.compare(closed, overMillis));
    }

    /**
     * Figures of sessions.
     *
     * @param persons different persons who have one
     * @param sessions sessions, open ones too
     * @param closed sessions that are over
     * @param events mean events of a closed one; NaN if none is
     * @param minutes mean length of a closed one; NaN if none is
     * @param own how the traffic's own sessions compare
     */
    record SessionFigures(
            int persons,
            int sessions,
            int closed,
            double events,
            double minutes,
            SessionMatches.Result own) {

        /** Leaves out what no session that is over can say. */
        String inWords() {
            String ended =
                    closed == 0
                            ? "all still open"
                            : Figures.format(
                                    "%,d over with a mean of %.2f events and %.1f min",
                                    closed, events, minutes);
            String matched =
                    own.over() == 0
                            ? ""
                            : Figures.format(
                                    "; of the traffic's own %,d that were over, %s %% are matched"
                                            + " exactly",
                                    own.over(), Figures.percent(own.share()));
            return Figures.format(
                    "sessions: %,d of %,d persons, %s%s", sessions, persons, ended, matched);
        }
    }
}
