package io.nextclick.rule;

/**
 * A change of the rules in force, as every matcher gets it. Stored in savepoints, too.
 *
 * @param ruleKey the rule among all sites
 * @param slot number of the rule for as long as the job remembers its id, and of no other ever
 * @param version version now in force; 0 if the rule was removed
 * @param epoch number of this change among all
 * @param restartEpoch number of the newest change from which partial matches began anew
 * @param text the rule as JSON; empty if it was removed
 */
public record RuleUpdate(
        String ruleKey, int slot, int version, long epoch, long restartEpoch, String text) {

    /** True if the rule is no more. */
    public boolean isRemoval() {
        return version == 0;
    }
}
