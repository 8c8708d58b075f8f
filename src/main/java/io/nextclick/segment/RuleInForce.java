package io.nextclick.segment;

import io.nextclick.rule.CompiledRule;
import io.nextclick.rule.Facts;
import io.nextclick.rule.Rule;
import io.nextclick.rule.RuleUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A rule in force.
 *
 * @param update the change that brought it
 * @param compiled the rule
 * @param plan how it is matched
 */
record RuleInForce(RuleUpdate update, CompiledRule compiled, Plan plan) {
    boolean isIn(int slot) {
        return update.slot() == slot;
    }

    Rule rule() {
        return compiled.rule();
    }

    /** True if it makes recommendations and no segment. */
    boolean isRecommendation() {
        return rule().kind() == Rule.Kind.RECOMMENDATION;
    }

    /** True if fields of an event may matter after it: counted by, or put into an action. */
    boolean looksBack() {
        return plan.looksBack() || isRecommendation();
    }

    /** What an event means to the rule of which some conditions hold; null for nothing. */
    @Nullable Touch touch(Facts facts, long mask) {
        String field = rule().partition();
        String partition = field == null ? "" : facts.field(field);
        if (field != null && partition != null && partition.isEmpty()) {
            // An empty text is one that the event does not have; it names no partition.
            partition = null;
        }
        // An exit that is of no partition value is of all of them.
        long meant = partition == null ? mask & CompiledRule.EXIT : mask;
        return meant == 0 || !rule().isInForce(facts.event().occurredAtMillis())
                ? null
                : new Touch(update.slot(), meant, partition == null ? "" : partition);
    }

    /** Name of the segment that a match of a partition value means. */
    String segment(String partition) {
        return partition.isEmpty() ? rule().ruleId() : rule().ruleId() + '/' + partition;
    }
}
