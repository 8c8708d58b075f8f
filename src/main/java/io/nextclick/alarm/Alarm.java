package io.nextclick.alarm;

/**
 * A series that is not as expected, or is again.
 *
 * @param site the tenant, or {@link SeriesCount#ALL_SITES}
 * @param series name of the series
 * @param state open, closed, or forgotten with the series
 * @param direction whether there is less or more than expected
 * @param severity how far it is from what is expected
 * @param sinceMillis start of the first minute that is not as expected, ms since the epoch
 * @param asOfMillis end of the newest minute that was judged, ms since the epoch
 * @param windowMinutes minutes that {@code expected} and {@code observed} are of
 * @param expected how many were expected in them
 * @param observed how many there were
 * @param chance how likely so few or so many would be if all were as ever
 * @param cause what has most of the change, in words
 */
public record Alarm(
        String site,
        String series,
        State state,
        Direction direction,
        Severity severity,
        long sinceMillis,
        long asOfMillis,
        int windowMinutes,
        double expected,
        long observed,
        double chance,
        String cause) {

    /** What became of it. */
    public enum State {
        /** It is not as expected. */
        OPEN,
        /** It is again, or the new level is what is expected now. */
        CLOSED,
        /** Nothing was counted for so long that the series is forgotten, and its alarm with it. */
        FORGOTTEN
    }

    /** On which side. */
    public enum Direction {
        DROP,
        SURGE
    }

    /** How far. */
    public enum Severity {
        /** More than half, less than twice of what is expected. */
        WARNING,
        /** Half or less, twice or more. */
        CRITICAL
    }

    /** Key of the record. */
    public String key() {
        return SeriesCount.key(site, series);
    }

    /** Observed over expected; 0 if nothing was expected. */
    public double ratio() {
        return expected > 0 ? observed / expected : 0;
    }
}
