package io.nextclick.segment;

/**
 * A match that still counts. A value.
 *
 * @param slot number of the rule
 * @param partition value of the rule's partition field, empty for a rule without one
 * @param enteredMillis when the person entered, ms since the epoch
 * @param expiresMillis when they leave unless it is refreshed
 * @param matched the newest match's events, oldest first; only the last is kept in state
 */
record Membership(
        int slot, String partition, long enteredMillis, long expiresMillis, Seen[] matched) {

    Seen last() {
        return matched[matched.length - 1];
    }

    boolean isOf(int someSlot, String somePartition) {
        return slot == someSlot && partition.equals(somePartition);
    }
}
