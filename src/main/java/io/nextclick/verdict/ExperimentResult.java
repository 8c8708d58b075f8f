package io.nextclick.verdict;

import java.util.List;

/**
 * How an experiment stands.
 *
 * @param experimentKey the experiment among all sites
 * @param version of its definition
 * @param number grows with every result of the experiment
 * @param asOfMillis when this was found, by the job's clock, ms since the epoch
 * @param verdict what can be said
 * @param daysLeft until a difference of the minimum effect would be seen, at the present pace;
 *     infinite if that cannot be said
 * @param crossovers units that saw lists of several arms
 * @param sampleRatio evidence against the declared shares, see {@link SampleRatio}; 1 for none
 * @param arms the control first; their weights are those of lists of none of the segments
 * @param segments those with weights of their own
 */
public record ExperimentResult(
        String experimentKey,
        int version,
        long number,
        long asOfMillis,
        Verdict verdict,
        double daysLeft,
        long crossovers,
        double sampleRatio,
        List<ArmResult> arms,
        List<SegmentResult> segments) {}
