package io.nextclick.verdict;

import java.util.List;

/**
 * How an arm does.
 *
 * @param arm the arm
 * @param units that saw a list of it and none of another
 * @param weight with which it is drawn from now on, 0 to 1; by segment, of lists of none of them
 * @param best probability that it is the best of all in the primary metric
 * @param expectedLoss what choosing it would cost if another one is better, of the primary metric a
 *     unit; infinite while nothing is known of an arm
 * @param metrics the primary metric first, then the guardrails
 */
public record ArmResult(
        String arm,
        long units,
        double weight,
        double best,
        double expectedLoss,
        List<ArmMetric> metrics) {}
