package io.nextclick.experiment;

import java.util.Arrays;
import java.util.Objects;

/**
 * With which probability each arm of an experiment is drawn, learnt from what lists were worth.
 *
 * @param experimentKey the experiment among all sites
 * @param number grows with every change
 * @param updatedAtMillis by the job's clock, ms since the epoch
 * @param arms ids
 * @param weights of the arms, together 1
 */
public record ArmWeights(
        String experimentKey, long number, long updatedAtMillis, String[] arms, double[] weights) {

    /** The weight of an arm; 0 if it is not among them. */
    double weight(String arm) {
        for (int i = 0; i < arms.length; i++) {
            if (arms[i].equals(arm)) {
                return weights[i];
            }
        }
        return 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArmWeights that
                && experimentKey.equals(that.experimentKey)
                && number == that.number
                && updatedAtMillis == that.updatedAtMillis
                && Arrays.equals(arms, that.arms)
                && Arrays.equals(weights, that.weights);
    }

    @Override
    public int hashCode() {
        return Objects.hash(experimentKey, number, Arrays.hashCode(weights));
    }
}
