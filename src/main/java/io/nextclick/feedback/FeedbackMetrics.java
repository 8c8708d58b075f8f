package io.nextclick.feedback;

/**
 * By how much the counts of a site, surface and arm have changed in a minute.
 *
 * @param minuteMillis start of the minute, by the job's clock, ms since the epoch
 * @param change all that became known in it
 */
public record FeedbackMetrics(long minuteMillis, FeedbackDelta change) {

    /** Key of the record. */
    public String key() {
        return change.key();
    }

    /** A count. */
    public long count(FeedbackCount count) {
        return change.counts()[count.place()];
    }
}
