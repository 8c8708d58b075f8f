package io.nextclick.segment;

/**
 * What an event means to a rule.
 *
 * @param slot number of the rule
 * @param mask its conditions that hold
 * @param partition value of the rule's partition field, empty for a rule without one
 */
record Touch(int slot, long mask, String partition) {
    static final Touch[] NONE = {};
}
