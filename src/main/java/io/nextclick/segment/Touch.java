package io.nextclick.segment;

import io.nextclick.rule.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What an event means to a rule.
 *
 * @param slot number of the rule
 * @param mask its conditions that hold
 * @param partition value of the rule's partition field, empty for a rule without one
 */
record Touch(int slot, long mask, String partition) {
    static final Touch[] NONE = {};

    /** What an event means to some rules, as far as it is remembered. */
    static Touch[] of(Seen event, Facts facts, List<RuleInForce> rules) {
        List<Touch> touches = new ArrayList<>();
        for (RuleInForce rule : rules) {
            Touch touch = rule.touch(facts, rule.compiled().mask(facts));
            if (touch != null) {
                touches.add(touch);
                event.fieldsNeeded |= rule.looksBack();
            }
        }
        return touches.toArray(NONE);
    }

    /** The same with what an event means to some rules in the place of what it meant to them. */
    static Touch[] replaced(Touch[] pending, IntPredicate slots, Touch[] found) {
        List<Touch> merged = new ArrayList<>();
        for (Touch touch : pending) {
            if (!slots.test(touch.slot())) {
                merged.add(touch);
            }
        }
        merged.addAll(Arrays.asList(found));
        return merged.toArray(NONE);
    }
}
