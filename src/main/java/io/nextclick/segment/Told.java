package io.nextclick.segment;

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
        long untilMillis) {}
