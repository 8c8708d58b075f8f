package io.nextclick.flow;

import java.io.Serializable;
import java.util.List;

/** What the visits of a person still have event by event, for who asks later than they came. */
public interface RecentEvents extends Serializable {

    /**
     * True if an event of the person whose element is being processed named a list since a time. It
     * costs no access of state.
     *
     * @param personKey the person among all sites
     */
    boolean sawLists(String personKey, long sinceMillis);

    /**
     * Their events that are still kept one by one, in order of time, without those of a bot.
     *
     * @param sinceMillis none before that time
     */
    List<PastEvent> recent(String personKey, long sinceMillis);
}
