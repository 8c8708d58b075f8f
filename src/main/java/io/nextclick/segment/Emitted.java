package io.nextclick.segment;

import java.util.List;

/**
 * A membership as it was last emitted. A value.
 *
 * @param slot number of the rule
 * @param partition value of the rule's partition field, empty for a rule without one
 * @param version version of the rule then in force
 * @param recommendation true if the rule makes recommendations and no segment
 * @param enteredMillis when the person entered
 * @param untilMillis expiry that was emitted
 */
record Emitted(
        int slot,
        String partition,
        int version,
        boolean recommendation,
        long enteredMillis,
        long untilMillis) {
    /** A membership is emitted again once it is longer by this part of its length. */
    private static final int REFRESH_PARTS = 10;

    static Emitted of(Membership membership, RuleInForce rule) {
        return new Emitted(
                membership.slot(),
                membership.partition(),
                rule.rule().version(),
                rule.isRecommendation(),
                membership.enteredMillis(),
                membership.expiresMillis());
    }

    /** True if the membership is no longer as it was emitted. */
    boolean isDue(Membership membership, RuleInForce rule, long nowMillis) {
        long longer = membership.expiresMillis() - untilMillis;
        return version != rule.rule().version()
                || enteredMillis != membership.enteredMillis()
                || longer < 0
                || (longer > 0 && untilMillis <= nowMillis)
                || longer * REFRESH_PARTS >= rule.rule().membershipMillis();
    }

    /** The change that the person has left. */
    SegmentChange exit(String personKey, RuleSet rules) {
        String ruleId = rules.ruleId(slot);
        RuleInForce rule = rules.get(slot);
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
