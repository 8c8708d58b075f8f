package io.nextclick.flow;

import java.io.Serializable;

/**
 * Makes requests for lists of persons for which no event asks, from what is known of their visits.
 */
public interface ListRequests extends Serializable {

    /**
     * A request of the person whose element or timer is being processed.
     *
     * @param occasion why
     * @param personKey the person among all sites
     * @param sequence its number among the person's requests
     * @param id what asks for it, in place of an event's id
     * @param millis when it asks, ms since the epoch
     * @param recentItems the items that the person turned to last, newest first; empty if only the
     *     visits say it
     */
    PersonEvent request(
            Occasion occasion,
            String personKey,
            long sequence,
            String id,
            long millis,
            String[] recentItems);
}
