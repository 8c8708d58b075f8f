package io.nextclick.verdict;

import java.io.Serializable;

/**
 * How experiments are measured and judged.
 *
 * @param intervalMillis how often a result is emitted while it changes, ms
 * @param retentionMillis how long the sums of a person or experiment are kept after their last
 *     change, ms
 * @param tunedFor number of units of two arms at which the interval of their difference is
 *     narrowest
 * @param learnAfter lists of each arm before weights are learnt
 */
public record VerdictSettings(
        long intervalMillis, long retentionMillis, int tunedFor, int learnAfter)
        implements Serializable {}
