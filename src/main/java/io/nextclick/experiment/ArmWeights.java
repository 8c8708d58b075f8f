package io.nextclick.experiment;

import java.util.Arrays;
import java.util.Objects;

/**
 * With which probability each arm of an experiment is drawn, learnt from what lists were worth.
 * Stored: its fields are part of every savepoint.
 *
 * @param experimentKey the experiment among all sites
 * @param number grows with every change
 * @param updatedAtMillis by the job's clock, ms since the epoch
 * @param arms ids
 * @param weights of the arms, together 1; of lists of none of the segments
 * @param segments that have weights of their own
 * @param bySegment of each of them the weights of the arms
 */
public record ArmWeights(
        String experimentKey,
        long number,
        long updatedAtMillis,
        String[] arms,
        double[] weights,
        String[] segments,
        double[] bySegment) {

    private static final String[] NO_SEGMENTS = {};
    private static final double[] NO_WEIGHTS = {};

    /** States of a version that knew no segments have none. */
    public ArmWeights {
        segments = Objects.requireNonNullElse(segments, NO_SEGMENTS);
        bySegment = Objects.requireNonNullElse(bySegment, NO_WEIGHTS);
    }

    /**
     * The weight of an arm; 0 if it is not among them.
     *
     * @param segment whose weights; those of the rest if it has none
     */
    double weight(String segment, String arm) {
        int place = Arrays.asList(arms).indexOf(arm);
        if (place < 0) {
            return 0;
        }
        int of = Arrays.asList(segments).indexOf(segment);
        return of < 0 ? weights[place] : bySegment[of * arms.length + place];
    }

    /** True if each segment has a weight of each arm. */
    boolean isWhole() {
        return weights.length == arms.length && bySegment.length == segments.length * arms.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArmWeights that
                && experimentKey.equals(that.experimentKey)
                && number == that.number
                && updatedAtMillis == that.updatedAtMillis
                && Arrays.equals(arms, that.arms)
                && Arrays.equals(weights, that.weights)
                && Arrays.equals(segments, that.segments)
                && Arrays.equals(bySegment, that.bySegment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(experimentKey, number, Arrays.hashCode(weights));
    }
}
