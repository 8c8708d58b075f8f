package io.nextclick.contract;

import io.nextclick.avro.PolicyContribution;
import io.nextclick.avro.RankingPolicy;
import io.nextclick.avro.SignalWeight;
import io.nextclick.blend.BlendModel;
import io.nextclick.blend.Policy;
import io.nextclick.blend.Signal;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.EventRules;
import io.nextclick.event.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Between the contract of ranking policies and the job's own record. Signals are told apart by
 * name, so a policy is read by older and newer versions of the job.
 */
public final class PolicyContract {

    /** Flink's largest parallelism. */
    public static final int MOST_CONTRIBUTIONS = 1 << 15;

    private static final Map<String, Signal> SIGNALS = new HashMap<>();

    static {
        for (Signal signal : Signal.values()) {
            SIGNALS.put(signal.name(), signal);
        }
    }

    private PolicyContract() {}

    public static RankingPolicy of(Policy policy) {
        List<SignalWeight> weights = new ArrayList<>(Signal.COUNT);
        for (Signal signal : Signal.values()) {
            weights.add(
                    new SignalWeight(signal.name(), policy.weight(signal), policy.square(signal)));
        }
        List<PolicyContribution> contributions = new ArrayList<>(policy.subtasks().length);
        for (int i = 0; i < policy.subtasks().length; i++) {
            contributions.add(new PolicyContribution(policy.subtasks()[i], policy.numbers()[i]));
        }
        return new RankingPolicy(
                policy.site(),
                policy.surface(),
                policy.version(),
                Instant.ofEpochMilli(policy.updatedAtMillis()),
                Instant.ofEpochMilli(policy.sinceMillis()),
                weights,
                policy.examples(),
                policy.loss(),
                policy.excess(),
                policy.fallback(),
                contributions);
    }

    /**
     * The policy of a record.
     *
     * @throws RefusedException if a number would spoil the lists or what is learnt from now on
     */
    static Policy toPolicy(RankingPolicy policy) throws RefusedException {
        String key = key(policy.getSite(), policy.getSurface());
        long since = policy.getLearntSince().toEpochMilli();
        Policy initial = Policy.initial(key, since);
        Set<Signal> told = new HashSet<>();
        for (SignalWeight each : policy.getWeights()) {
            Signal signal = SIGNALS.get(each.getSignal());
            if (signal == null) {
                continue;
            }
            if (!told.add(signal)) {
                throw refused("two weights of %s".formatted(signal));
            }
            initial.weights()[signal.place()] = weight(signal, each.getWeight());
            initial.squares()[signal.place()] = square(signal, each.getSquaredGradients());
        }
        if (policy.getExamples() < 0) {
            throw refused("examples are %d, allowed from 0".formatted(policy.getExamples()));
        }
        List<PolicyContribution> contributions = policy.getContributions();
        if (contributions.size() > MOST_CONTRIBUTIONS) {
            throw refused(
                    "%d contributions, allowed %d"
                            .formatted(contributions.size(), MOST_CONTRIBUTIONS));
        }
        return new Policy(
                key,
                policy.getVersion(),
                policy.getUpdatedAt().toEpochMilli(),
                since,
                initial.weights(),
                initial.squares(),
                policy.getExamples(),
                finite("loss", policy.getLoss()),
                finite("excess_loss", policy.getExcessLoss()),
                policy.getFallback(),
                contributions.stream().mapToInt(PolicyContribution::getSubtask).toArray(),
                contributions.stream().mapToLong(PolicyContribution::getNumber).toArray());
    }

    /** The key of a tombstone. */
    public static String key(String key) throws RefusedException {
        int slash = key.indexOf('/');
        if (slash < 0) {
            throw refused("a tombstone whose key is not a site, '/' and a surface");
        }
        return key(key.substring(0, slash), key.substring(slash + 1));
    }

    private static String key(String site, String surface) throws RefusedException {
        if (!EventRules.isSite(site)) {
            throw new RefusedException(ReasonCode.INVALID_SITE, EventRules.SITE_ALLOWED);
        }
        if (!EventRules.isSite(surface)) {
            throw refused("surface is not of the characters that a site may have");
        }
        return Policy.key(site, surface);
    }

    /** A weight; the comparison fails for what is no number, too. */
    private static float weight(Signal signal, float weight) throws RefusedException {
        if (!(Math.abs(weight) <= BlendModel.LARGEST_WEIGHT)) {
            throw refused(
                    "weight of %s is %s, allowed -%s to %s"
                            .formatted(
                                    signal,
                                    weight,
                                    BlendModel.LARGEST_WEIGHT,
                                    BlendModel.LARGEST_WEIGHT));
        }
        return weight;
    }

    /** A sum of squared gradients; steps are divided by its root. */
    private static double square(Signal signal, double square) throws RefusedException {
        if (!(square > 0 && square <= Double.MAX_VALUE)) {
            throw refused(
                    "squared_gradients of %s are %s, allowed is a number above 0"
                            .formatted(signal, square));
        }
        return square;
    }

    private static double finite(String field, double value) throws RefusedException {
        if (!Double.isFinite(value)) {
            throw refused("%s is %s, allowed is a number".formatted(field, value));
        }
        return value;
    }

    public static RefusedException refused(String detail) {
        return new RefusedException(ReasonCode.INVALID_POLICY, detail);
    }
}
