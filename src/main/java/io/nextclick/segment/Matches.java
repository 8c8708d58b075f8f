package io.nextclick.segment;

import java.util.List;

/** Takes the matches of a plan. */
@FunctionalInterface
interface Matches {

    /**
     * A pattern matched.
     *
     * @param events the events of the match, oldest first; at least one
     * @param millis when it was complete, ms since the epoch
     */
    void add(List<Seen> events, long millis);
}
