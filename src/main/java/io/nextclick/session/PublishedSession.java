package io.nextclick.session;

/**
 * What was told of a session whose events are still kept one by one. Stored.
 *
 * @param startMillis first event, ms since the epoch; names the session
 * @param endMillis last event
 * @param events number of events
 * @param closed true if it is over
 * @param told true if anything was told of it
 */
public record PublishedSession(
        long startMillis, long endMillis, int events, boolean closed, boolean told) {

    boolean hasExtent(long end, int count) {
        return endMillis == end && events == count;
    }
}
