package io.nextclick.feedback;

import io.nextclick.event.SiteKey;

/**
 * By how much the counts of a site, surface and arm have changed in a minute, of all lists or of
 * those whose person was in a segment.
 *
 * @param minuteMillis start of the minute, by the job's clock, ms since the epoch
 * @param segment of which lists; empty for all
 * @param change all that became known in it
 */
public record FeedbackMetrics(long minuteMillis, String segment, FeedbackDelta change) {

    /** True for the sum of all lists, whose parts the segments are. */
    public boolean isOfAll() {
        return segment.isEmpty();
    }

    /**
     * Key of the record: that of the counts, then the segment behind an arm that may be empty. No
     * arm is, so that keys of arms and of segments never meet.
     */
    public String key() {
        String key = change.key();
        if (isOfAll()) {
            return key;
        }
        boolean hasArm = key.indexOf('/', key.indexOf('/') + 1) > 0;
        return key + (hasArm ? "/" : "//") + SiteKey.part(segment);
    }

    /** A count. */
    public long count(FeedbackCount count) {
        return change.counts()[count.place()];
    }
}
