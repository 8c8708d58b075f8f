package io.nextclick.feedback;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is counted in a minute: of all lists, and of those of each segment. Stored: its fields are
 * part of every savepoint.
 */
public final class FeedbackCounts extends FeedbackSums {

    static final long MINUTE_MILLIS = 60_000;

    /** Most segments of a minute; others are counted in the sum of all lists alone. */
    static final int MAX_SEGMENTS = 200;

    private static final SegmentSums[] NO_SEGMENTS = {};

    /** End of the minute that is being counted, which is its timer; 0 if nothing is counted. */
    public long endMillis;

    /** In the order in which they came; states of a version that knew none have none. */
    public SegmentSums[] segments = NO_SEGMENTS;

    /** For Flink's serializer. */
    public FeedbackCounts() {}

    /**
     * Adds a change to the segments that its list is of.
     *
     * @return how many of them were left out
     */
    int addToSegments(FeedbackDelta delta) {
        int leftOut = 0;
        for (String segment : delta.segments()) {
            SegmentSums sums = sums(segment);
            if (sums == null) {
                leftOut++;
            } else {
                sums.addAll(delta);
            }
        }
        return leftOut;
    }

    private @Nullable SegmentSums sums(String segment) {
        for (SegmentSums each : segments) {
            if (each.segment.equals(segment)) {
                return each;
            }
        }
        if (segments.length == MAX_SEGMENTS) {
            return null;
        }
        SegmentSums sums = new SegmentSums();
        sums.segment = segment;
        segments = Arrays.copyOf(segments, segments.length + 1);
        segments[segments.length - 1] = sums;
        return sums;
    }

    /** True if the minute that is being counted is over. */
    boolean isDue(long nowMillis) {
        return endMillis != 0 && endMillis <= nowMillis;
    }
}
