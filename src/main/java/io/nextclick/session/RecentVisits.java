package io.nextclick.session;

import io.nextclick.flow.PastEvent;
import io.nextclick.flow.RecentEvents;
import java.util.List;

/** The events that {@link StitchSession} still keeps one by one, for other functions of a stage. */
public final class RecentVisits implements RecentEvents {

    private static final long serialVersionUID = 1;

    private final StitchSession visits;
    private final SessionSettings rules;

    /**
     * @param visits of the same stage
     * @param rules how its sessions are made
     */
    public RecentVisits(StitchSession visits, SessionSettings rules) {
        this.visits = visits;
        this.rules = rules;
    }

    @Override
    public boolean sawLists(String personKey, long sinceMillis) {
        return visits.of(personKey).listedMillis >= Math.max(sinceMillis, 1);
    }

    @Override
    public List<PastEvent> recent(String personKey, long sinceMillis) {
        return SessionCuts.withoutBots(visits.of(personKey).log, sinceMillis, rules);
    }
}
