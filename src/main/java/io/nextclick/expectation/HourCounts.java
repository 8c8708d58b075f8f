package io.nextclick.expectation;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Events by hour (UTC), of all events and of those that several expectations are about. An hour
 * counts if the log covers all of it. Holds at most {@link #MOST_HOURS} hours.
 */
final class HourCounts {

    /** Hours of a year; a log of more is not counted. */
    static final int MOST_HOURS = 366 * 24;

    private static final long HOUR_MILLIS = 3_600_000;

    private final int columns;
    private final Map<Long, long[]> counts = new HashMap<>();
    private long oldestMillis = Long.MAX_VALUE;
    private long newestMillis = Long.MIN_VALUE;
    private boolean tooMany;

    /**
     * Counts of one expectation.
     *
     * @param hours whole hours of the log
     * @param least events of the hour with fewest
     * @param leastHour the first such hour, since the epoch
     * @param most events of the hour with most
     * @param mostHour the first such hour, since the epoch
     */
    record Range(long hours, long least, long leastHour, long most, long mostHour) {}

    /**
     * @param columns how many are counted apart
     */
    HourCounts(int columns) {
        this.columns = columns;
    }

    /** The log has an event at a time, ms since the epoch; whichever column it counts in. */
    void extend(long millis) {
        oldestMillis = Math.min(oldestMillis, millis);
        newestMillis = Math.max(newestMillis, millis);
    }

    /** Counts an event of {@link #extend} in a column. */
    void count(int column, long millis) {
        long hour = Math.floorDiv(millis, HOUR_MILLIS);
        if (!counts.containsKey(hour) && counts.size() == MOST_HOURS) {
            tooMany = true;
            return;
        }
        counts.computeIfAbsent(hour, key -> new long[columns])[column]++;
    }

    /** True if the log has more hours than are counted. */
    boolean isTooLong() {
        return tooMany || hours() > MOST_HOURS;
    }

    /** Whole hours of the log. */
    long hours() {
        return oldestMillis > newestMillis ? 0 : Math.max(0, end() - first());
    }

    /** Fewest and most of a column; of a log with at least one whole hour that is not too long. */
    Range range(int column) {
        long least = Long.MAX_VALUE;
        long leastHour = first();
        long most = -1;
        long mostHour = first();
        for (long hour = first(); hour < end(); hour++) {
            long[] found = counts.get(hour);
            long count = found == null ? 0 : found[column];
            if (count < least) {
                least = count;
                leastHour = hour;
            }
            if (count > most) {
                most = count;
                mostHour = hour;
            }
        }
        return new Range(hours(), least, leastHour, most, mostHour);
    }

    /** An hour as people write it. */
    static String text(long hour) {
        return Instant.ofEpochMilli(hour * HOUR_MILLIS).toString();
    }

    private long first() {
        return -Math.floorDiv(-oldestMillis, HOUR_MILLIS);
    }

    private long end() {
        return Math.floorDiv(newestMillis, HOUR_MILLIS);
    }
}
