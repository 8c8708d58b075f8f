package io.nextclick.verdict;

import java.util.List;

/**
 * How the arms of an experiment do in the lists of one segment.
 *
 * @param segment the segment
 * @param arms the control first
 */
public record SegmentResult(String segment, List<SegmentArm> arms) {

    /**
     * How an arm does there.
     *
     * @param arm the arm
     * @param units lists of the segment that were shown
     * @param mean of the primary metric a list, as it was
     * @param weight with which the arm is drawn there from now on, 0 to 1
     * @param best probability that it is the best there
     */
    public record SegmentArm(String arm, long units, double mean, double weight, double best) {}
}
