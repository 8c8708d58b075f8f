package io.nextclick.experiment;

/**
 * A change of the experiments in force. Stored in savepoints, too.
 *
 * @param experimentKey the experiment among all sites
 * @param version now in force; 0 if it was removed
 * @param text the definition as JSON; empty if it was removed
 */
public record ExperimentUpdate(String experimentKey, int version, String text) {

    /** True if the experiment is no more. */
    public boolean isRemoval() {
        return version == 0;
    }
}
