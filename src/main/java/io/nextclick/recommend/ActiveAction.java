package io.nextclick.recommend;

import io.nextclick.flow.ItemAction;

/**
 * An action of a rule with the items that it selects for one request.
 *
 * @param action the action
 * @param selected its items
 */
record ActiveAction(ItemAction action, SelectedItems selected) {

    String ruleId() {
        return action.ruleId();
    }

    int priority() {
        return action.priority();
    }

    /** True of a filter that keeps the item out. */
    boolean isAgainst(String item) {
        return selected.contains(item) != action.keepOnly();
    }
}
