package io.nextclick.popularity;

import java.io.Serializable;

/**
 * How popularity is counted, and the bounds of what is kept.
 *
 * @param halfLifeMillis time in which a visit's weight halves, ms
 * @param recentHalfLifeMillis the same where that says better what is visited next, ms
 * @param maxItems most items of a list; an unavailable or the weakest one leaves for a new one
 * @param published most items that are published
 * @param publishIntervalMillis shortest time between two publications of a list, ms
 */
public record PopularitySettings(
        long halfLifeMillis,
        long recentHalfLifeMillis,
        int maxItems,
        int published,
        long publishIntervalMillis)
        implements Serializable {}
