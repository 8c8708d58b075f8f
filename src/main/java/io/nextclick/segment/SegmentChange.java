package io.nextclick.segment;

import io.nextclick.event.SiteKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person has entered or left a segment, or stays in it longer.
 *
 * @param kind what happened
 * @param personKey person among all sites
 * @param ruleId rule that decided it
 * @param segment name of the segment: the rule's id, with the partition value if it has one
 * @param version version of the rule that is in force; of a removed rule the one that was
 * @param recommendation true if the rule makes recommendations and no segment
 * @param enteredAtMillis since when, ms since the epoch
 * @param expiresAtMillis until when, if it is not refreshed; of an exit, when it was
 * @param matchedEventIds events that led to it, oldest first; none for an exit
 * @param partition name of the partition field, or null
 * @param partitionValue its value, or null
 * @param previousVersion version of the rule when this membership was emitted before; 0 if it was
 *     not
 */
public record SegmentChange(
        Kind kind,
        String personKey,
        String ruleId,
        String segment,
        int version,
        boolean recommendation,
        long enteredAtMillis,
        long expiresAtMillis,
        List<String> matchedEventIds,
        @Nullable String partition,
        @Nullable String partitionValue,
        int previousVersion) {

    /** What happened. */
    public enum Kind {
        ENTER,
        REFRESH,
        EXIT
    }

    /** True if it is about a segment and not about what a rule recommends. */
    public boolean isOfSegment() {
        return !recommendation;
    }

    /** Key of the record: the person's parts, and the segment as the last one. */
    public String membershipKey() {
        return personKey + '/' + SiteKey.part(segment);
    }

    /** Key of what is counted: the rule among all sites. */
    public String ruleKey() {
        return SiteKey.of(SiteKey.site(personKey), ruleId);
    }
}
