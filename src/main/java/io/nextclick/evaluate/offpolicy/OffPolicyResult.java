package io.nextclick.evaluate.offpolicy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy is worth by a log, in reward a choice.
 *
 * @param choices choices of the log
 * @param meanReward of the log itself
 * @param effectiveSampleSize squared sum of the weights over the sum of their squares: so many
 *     choices of the policy itself would say as much (Kish)
 * @param effectiveRewards the same of the weighted rewards: so many rewarded choices of the policy
 *     itself would say as much; NaN if there is none
 * @param largestWeight of any choice
 * @param meanWeight 1 but for chance if the propensities are right and the log has all that the
 *     policy chooses
 * @param unsupported share of the policy's choices that the log never made
 * @param estimates by estimator
 */
public record OffPolicyResult(
        long choices,
        double meanReward,
        double effectiveSampleSize,
        double effectiveRewards,
        double largestWeight,
        double meanWeight,
        double unsupported,
        List<Estimate> estimates) {

    /**
     * One estimator's.
     *
     * @param estimator its name
     * @param value the estimate
     * @param once interval for one look; null if there is none
     * @param anytime interval for any number of looks; null if there is none, as in a log with too
     *     few choices of either outcome
     */
    public record Estimate(
            String estimator, double value, @Nullable Interval once, @Nullable Interval anytime) {}

    /**
     * The estimate of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Estimate estimate(String estimator) {
        return estimates.stream()
                .filter(each -> each.estimator().equals(estimator))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no estimate " + estimator));
    }
}
