package io.nextclick.session;

import java.io.Serializable;

/**
 * How sessions are made, and the bounds of what is kept of them.
 *
 * @param gapMillis two events of a person this far apart or nearer belong to one session
 * @param maxLengthMillis longest session, from its first to its last event
 * @param maxEvents most deeds of a session
 * @param latenessMillis so long after its end a session still takes in, or is bridged by, late
 *     events
 * @param maxOpenEvents most deeds of a person that are kept one by one; beyond it the oldest
 *     session is settled at once
 * @param recentItems most recent items that an event is related to
 * @param maxDistinct most items, categories, brands and devices that a session counts
 * @param maxOwned most bought items that are remembered, the newest, of each source
 * @param maxEventsPerMinute above this many deeds in a minute a person is a bot
 * @param maxHistory most settled sessions that are remembered, the newest, of each source
 * @param historyMillis how far back settled sessions are remembered
 * @param maxSources most linked devices of which something is remembered
 * @param outlierMillis a longer session is an outlier, and its length counts as this
 * @param halfLifeMillis age at which a session counts half in the averages of behaviour
 * @param publishOpen true if sessions are emitted when they begin, too
 * @param maxPassiveEvents most passive events of a person that are kept one by one, besides
 * @param maxPassivePerMinute above this many passive events in a minute something is wrong
 * @param duplicatesAcrossSources true if a deed under an id that another source of the person has
 *     used is a repetition
 * @param maxUserDevices more devices of a user than this are found
 */
public record SessionSettings(
        long gapMillis,
        long maxLengthMillis,
        int maxEvents,
        long latenessMillis,
        int maxOpenEvents,
        int recentItems,
        int maxDistinct,
        int maxOwned,
        int maxEventsPerMinute,
        int maxHistory,
        long historyMillis,
        int maxSources,
        long outlierMillis,
        long halfLifeMillis,
        boolean publishOpen,
        int maxPassiveEvents,
        int maxPassivePerMinute,
        boolean duplicatesAcrossSources,
        int maxUserDevices)
        implements Serializable {}
