package io.nextclick.segment;

import io.nextclick.event.SiteKey;
import org.jspecify.annotations.Nullable;

/**
 * How many are in a segment under one version of its rule, and what happened in a minute. A member
 * is a person in a segment: of a rule with a partition field, a person counts once for each value.
 *
 * @param site the tenant
 * @param ruleId the rule
 * @param version version of the rule
 * @param minuteMillis start of the minute, ms since the epoch, by the job's clock
 * @param size members at the end of the minute
 * @param entries members that came in the minute
 * @param refreshes members that stay longer, or go on under this version, since the minute
 * @param exits members that left in the minute
 * @param shift {@code (size - before) / before}, where {@code before} is the size of the version in
 *     force until this one was, at that moment; null if there was none or nobody was in it
 */
public record SegmentMetrics(
        String site,
        String ruleId,
        int version,
        long minuteMillis,
        long size,
        long entries,
        long refreshes,
        long exits,
        @Nullable Double shift) {

    /** Key of the record: the rule among all sites. */
    public String ruleKey() {
        return SiteKey.of(site, ruleId);
    }
}
