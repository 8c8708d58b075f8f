package io.nextclick.evaluate.offpolicy;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/**
 * Estimates what a policy is worth from what another one chose with known probabilities. With w the
 * policy's probability of a logged choice over its propensity, r its reward and q the reward that
 * is expected of it:
 *
 * <ul>
 *   <li>{@code ips}: mean of w r (Horvitz and Thompson 1952)
 *   <li>{@code snips}: Σ w r / Σ w (Swaminathan and Joachims 2015)
 *   <li>{@code clipped-ips}: mean of min(w, clip) r; low where weights are large
 *   <li>{@code dm}: mean of Σ π(a) q(a); as good as {@link RewardModel} is, so without an interval
 *   <li>{@code dr}: mean of Σ π(a) q(a) + w (r − q) (Dudík, Erhan, Langford and Li 2014)
 *   <li>{@code position-based}: see {@link PositionModel}; only of a log with several positions
 * </ul>
 *
 * <p>Reads the log twice and keeps sums only.
 */
public final class OffPolicyEvaluation {

    /** With less than that, intervals mean nothing. */
    public static final double LEAST_SAMPLE_SIZE = 100;

    /** Most of a policy's choices that a log may lack. */
    static final double MOST_UNSUPPORTED = 0.01;

    private final double clip;

    /**
     * An evaluation.
     *
     * @param clip largest weight of {@code clipped-ips}
     */
    public OffPolicyEvaluation(double clip) {
        if (!(clip > 0)) {
            throw new IllegalArgumentException("must be more than 0: " + clip);
        }
        this.clip = clip;
    }

    /**
     * Evaluates a policy.
     *
     * @param policy the policy, given the actions that the log knows
     * @throws RefusedEvaluation if the log cannot say
     */
    public OffPolicyResult evaluate(
            ChoiceLog log, Function<Collection<String>, TargetPolicy> policy)
            throws RefusedEvaluation {
        LogSummary summary = LogSummary.of(log);
        if (summary.choices() == 0) {
            throw new RefusedEvaluation("the log has no choice");
        }
        if (summary.withoutPropensity() > 0) {
            throw new RefusedEvaluation(
                    "%d of %d choices have no propensity above 0 and up to 1"
                            .formatted(summary.withoutPropensity(), summary.choices()));
        }
        TargetPolicy target = policy.apply(summary.actions());
        double unsupported = unsupported(summary, target);
        if (unsupported > MOST_UNSUPPORTED) {
            throw new RefusedEvaluation(
                    "the log never made %.2f %% of the policy's choices; at most %.0f %% may lack"
                            .formatted(100 * unsupported, 100 * MOST_UNSUPPORTED));
        }
        Estimation estimation = new Estimation(summary, target, clip);
        log.forEach(estimation::add);
        if (!(estimation.effectiveSampleSize() >= LEAST_SAMPLE_SIZE)) {
            throw new RefusedEvaluation(
                    "the effective sample size is %.1f; %.0f are needed"
                            .formatted(estimation.effectiveSampleSize(), LEAST_SAMPLE_SIZE));
        }
        return estimation.result(unsupported);
    }

    private static double unsupported(LogSummary log, TargetPolicy policy)
            throws RefusedEvaluation {
        double unsupported = 0;
        for (int position : log.positions()) {
            Map<String, Double> target = policy.at(position);
            if (target.isEmpty()) {
                throw new RefusedEvaluation(
                        "the policy chooses nothing for position %d, which the log has"
                                .formatted(position));
            }
            double lacking = 0;
            for (Map.Entry<String, Double> each : target.entrySet()) {
                lacking += log.at(position).containsKey(each.getKey()) ? 0 : each.getValue();
            }
            unsupported += lacking * log.choices(position) / log.choices();
        }
        return unsupported;
    }
}
