package io.nextclick.feedback;

import org.jspecify.annotations.Nullable;

/**
 * By how much the counts of a site, surface and arm have changed: what a list's newest feedback
 * adds, less what the one before it had added.
 *
 * @param key see {@link Feedback#countKey}
 * @param counts by {@link FeedbackCount}
 * @param shownByPosition items shown at each of the first positions
 * @param clicksByPosition items clicked there
 * @param currencies of the revenue
 * @param revenueMicros of each, millionths
 */
public record FeedbackDelta(
        String key,
        long[] counts,
        long[] shownByPosition,
        long[] clicksByPosition,
        String[] currencies,
        long[] revenueMicros) {

    /** The change from one feedback to another of the same key, either of which may be none. */
    static FeedbackDelta between(@Nullable Feedback before, @Nullable Feedback after) {
        FeedbackCounts counts = new FeedbackCounts();
        if (before != null) {
            counts.add(before, -1);
        }
        if (after != null) {
            counts.add(after, 1);
        }
        Feedback any = after != null ? after : before;
        return counts.delta(any == null ? "" : any.countKey());
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
