package io.nextclick.segment;

import java.util.List;

/**
 * What the world was told of a membership. A value.
 *
 * @param slot number of the rule
 * @param partition value of the rule's partition field, empty for a rule without one
 * @param version version of the rule that was told
 * @param recommendation true if the rule makes recommendations and no segment
 * @param enteredMillis when the person entered
 * @param untilMillis expiry that was told
 */
record Told(
        int slot,
        String partition,
        int version,
        boolean recommendation,
        long enteredMillis,
        long untilMillis) {
    /** A membership is told again once it is longer by this part of its length. */
    private static final int REFRESH_PARTS = 10;

    static Told of(Membership membership, RuleSet.InForce rule) {
        return new Told(
                membership.slot(),
                membership.partition(),
                rule.rule().version(),
                rule.isRecommendation(),
                membership.enteredMillis(),
                membership.expiresMillis());
    }

    /** True if the membership is no longer as it was told. */
    boolean isDue(Membership membership, RuleSet.InForce rule, long nowMillis) {
        long longer = membership.expiresMillis() - untilMillis;
        return version != rule.rule().version()
                || enteredMillis != membership.enteredMillis()
                || longer < 0
                || (longer > 0 && untilMillis <= nowMillis)
                || longer * REFRESH_PARTS >= rule.rule().membershipMillis();
    }

    /** The news that the person has left. */
    SegmentChange exit(String personKey, RuleSet rules) {
        String ruleId = rules.ruleId(slot);
        RuleSet.InForce rule = rules.get(slot);
        return new SegmentChange(
                SegmentChange.Kind.EXIT,
                personKey,
                ruleId,
                partition.isEmpty() ? ruleId : ruleId + '/' + partition,
                rule == null ? version : rule.rule().version(),
                recommendation,
                enteredMillis,
                untilMillis,
                List.of(),
                rule == null ? null : rule.rule().partition(),
                partition.isEmpty() ? null : partition,
                version);
    }
}
