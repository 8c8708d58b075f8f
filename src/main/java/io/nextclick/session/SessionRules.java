package io.nextclick.session;

import java.io.Serializable;

/**
 * How visits are made, and the bounds of what is kept of them.
 *
 * @param gapMillis two events of a person this far apart or nearer belong to one session
 * @param maxOpen most open sessions of a person; beyond it the oldest is closed at once
 * @param recentItems most recent items that an event is related to
 * @param maxDistinct most items and devices that a session counts
 * @param maxOwned most bought items that are remembered, the newest
 * @param maxEventsPerMinute above this many events in a minute a person is a bot
 */
public record SessionRules(
        long gapMillis,
        int maxOpen,
        int recentItems,
        int maxDistinct,
        int maxOwned,
        int maxEventsPerMinute)
        implements Serializable {}
