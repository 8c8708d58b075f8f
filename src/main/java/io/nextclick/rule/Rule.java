package io.nextclick.rule;

import io.nextclick.event.SiteKey;
import io.nextclick.flow.ItemAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that was read and found right.
 *
 * @param site the tenant
 * @param ruleId stable id; also the name of the segment
 * @param version grows with every change
 * @param kind what it makes
 * @param name shown to people
 * @param priority of two rules that disagree the higher one wins
 * @param enabled false keeps its place and does nothing
 * @param validFromMillis first moment of validity, ms since the epoch
 * @param validUntilMillis end of validity, exclusive
 * @param onChange what becomes of partial matches of the version before
 * @param partition field for each value of which the pattern is matched by itself, or null
 * @param pattern what must happen
 * @param membershipMillis how long a match lasts from its last event, ms
 * @param exitWhen condition of an event that ends the membership, or null
 * @param exits rules whose membership ends when this one begins
 * @param actions what a recommendation rule does to lists
 */
public record Rule(
        String site,
        String ruleId,
        int version,
        Kind kind,
        String name,
        int priority,
        boolean enabled,
        long validFromMillis,
        long validUntilMillis,
        OnChange onChange,
        @Nullable String partition,
        EventPattern pattern,
        long membershipMillis,
        @Nullable String exitWhen,
        List<String> exits,
        List<ItemAction> actions) {

    /** What a rule makes. */
    public enum Kind {
        SEGMENT,
        RECOMMENDATION
    }

    /** What a new version does with partial matches of the one before. */
    public enum OnChange {
        KEEP,
        RESTART
    }

    /** Key of the rule among all sites. */
    public String ruleKey() {
        return SiteKey.of(site, ruleId);
    }

    /** True if it applies at a time. */
    public boolean isInForce(long millis) {
        return enabled && validFromMillis <= millis && millis < validUntilMillis;
    }

    /** True if partial matches of another version can go on under this one. */
    boolean canKeep(Rule before) {
        // A segment's rule asks of an event that it holds for no more than time and id.
        return kind == before.kind
                && pattern.hasShapeOf(before.pattern)
                && java.util.Objects.equals(partition, before.partition);
    }
}
