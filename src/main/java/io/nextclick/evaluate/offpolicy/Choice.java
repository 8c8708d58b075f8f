package io.nextclick.evaluate.offpolicy;

/**
 * Something that the logging policy chose, and what came of it.
 *
 * @param position place that it was chosen for, 1 is the first; 1 where there is one only
 * @param action what was chosen: an item, or an arm
 * @param propensity probability of the choice; NaN if it is not known
 * @param reward 0 to 1: a click is 1
 */
public record Choice(int position, String action, double propensity, double reward) {

    /** Checks the reward, on which all intervals rely. */
    public Choice {
        if (!(reward >= 0 && reward <= 1)) {
            throw new IllegalArgumentException("reward must be between 0 and 1: " + reward);
        }
    }

    /** True if a weight can be made of the propensity. */
    boolean hasPropensity() {
        return propensity > 0 && propensity <= 1;
    }
}
