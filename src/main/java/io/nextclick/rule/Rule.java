package io.nextclick.rule;

import io.nextclick.event.SiteKey;
import io.nextclick.flow.ItemAction;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rule that was read and found right.
 *
 * @param id which rule it is
 * @param kind what it makes
 * @param priority of two rules that disagree the higher one wins
 * @param validity when it applies
 * @param onChange what becomes of partial matches of the version before
 * @param partition field for each value of which the pattern is matched by itself, or null
 * @param currency of the prices that its conditions compare
 * @param pattern what must happen
 * @param membershipMillis how long a match lasts from its last event, ms
 * @param exit what ends a membership before
 * @param actions what a recommendation rule does to lists
 */
public record Rule(
        Id id,
        Kind kind,
        int priority,
        Validity validity,
        OnChange onChange,
        @Nullable String partition,
        String currency,
        EventPattern pattern,
        long membershipMillis,
        Exit exit,
        List<ItemAction> actions) {

    /**
     * Which rule it is.
     *
     * @param site the tenant
     * @param ruleId stable id; also the name of the segment
     * @param version grows with every change
     * @param name shown to people
     */
    public record Id(String site, String ruleId, int version, String name) {}

    /**
     * When a rule applies.
     *
     * @param enabled false keeps its place and does nothing
     * @param fromMillis first moment, ms since the epoch
     * @param untilMillis end, exclusive
     */
    public record Validity(boolean enabled, long fromMillis, long untilMillis) {

        boolean overlaps(Validity other) {
            return fromMillis < other.untilMillis && other.fromMillis < untilMillis;
        }
    }

    /**
     * What ends a membership before its time.
     *
     * @param when condition of an event that ends it, or null
     * @param segments rules whose membership ends when one of this rule begins
     */
    public record Exit(@Nullable String when, List<String> segments) {}

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
        return SiteKey.of(id.site, id.ruleId);
    }

    /** The tenant. */
    public String site() {
        return id.site;
    }

    /** Stable id; also the name of the segment. */
    public String ruleId() {
        return id.ruleId;
    }

    /** Grows with every change. */
    public int version() {
        return id.version;
    }

    /** True if it applies at a time. */
    public boolean isInForce(long millis) {
        return validity.enabled && validity.fromMillis <= millis && millis < validity.untilMillis;
    }

    /** True if partial matches of another version can go on under this one. */
    boolean canKeep(Rule before) {
        // A segment's rule asks of an event that it holds for no more than time and id.
        return kind == before.kind
                && pattern.hasShapeOf(before.pattern)
                && Objects.equals(partition, before.partition);
    }
}
