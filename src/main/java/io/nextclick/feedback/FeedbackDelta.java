package io.nextclick.feedback;

import org.jspecify.annotations.Nullable;

/**
 * By how much the counts of a site, surface and arm have changed: what a list's newest feedback
 * adds, less what the one before it had added. The same holds of each of the segments.
 *
 * @param key see {@link Feedback#countKey}
 * @param segments that the list's person was in when it was made
 * @param counts by {@link FeedbackCount}
 * @param shownByPosition items shown at each of the first positions
 * @param clicksByPosition items clicked there
 * @param currencies of the revenue
 * @param revenueMicros of each, millionths
 */
public record FeedbackDelta(
        String key,
        String[] segments,
        long[] counts,
        long[] shownByPosition,
        long[] clicksByPosition,
        String[] currencies,
        long[] revenueMicros) {

    static final String[] NO_SEGMENTS = {};

    /**
     * The change from one feedback to another of the same key and segments, either of which may be
     * none.
     */
    static FeedbackDelta between(@Nullable Feedback before, @Nullable Feedback after) {
        FeedbackSums sums = new FeedbackSums();
        if (before != null) {
            sums.add(before, -1);
        }
        if (after != null) {
            sums.add(after, 1);
        }
        Feedback any = after != null ? after : before;
        return any == null
                ? sums.delta("")
                : sums.delta(any.countKey(), any.segments().toArray(NO_SEGMENTS));
    }

    /** True if nothing changed that is counted. */
    boolean isZero() {
        return isZero(counts)
                && isZero(shownByPosition)
                && isZero(clicksByPosition)
                && isZero(revenueMicros);
    }

    private static boolean isZero(long[] numbers) {
        for (long each : numbers) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }
}
