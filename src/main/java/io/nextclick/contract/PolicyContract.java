package io.nextclick.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.nextclick.avro.PolicyContribution;
import io.nextclick.avro.RankingPolicy;
import io.nextclick.avro.SignalWeight;
import io.nextclick.blend.BlendModel;
import io.nextclick.blend.Policy;
import io.nextclick.blend.PositionBias;
import io.nextclick.blend.Weights;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.EventChecks;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.SiteKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Between the contract of ranking policies and the job's own record. Weights are identified by
 * name, so a policy is read by older and newer versions of the job.
 */
public final class PolicyContract {

    /** Flink's largest parallelism. */
    public static final int MOST_CONTRIBUTIONS = 1 << 15;

    private PolicyContract() {}

    /** Decodes what producers write, in Avro or JSON. */
    public static RecordDecoder<Policy> decoder(CodecSettings codec) {
        return RecordDecoder.of(
                RankingPolicy.getClassSchema(),
                codec,
                PolicyContract::toPolicy,
                Json.class,
                Json::toPolicy);
    }

    public static RankingPolicy of(Policy policy) {
        List<SignalWeight> weights = new ArrayList<>(Weights.COUNT);
        for (int at = 0; at < Weights.COUNT; at++) {
            weights.add(new SignalWeight(Weights.name(at), policy.weight(at), policy.square(at)));
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
                contributions,
                policy.positionBiasShift(),
                policy.positionBiasInformation());
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
        Set<Integer> found = new HashSet<>();
        for (SignalWeight each : policy.getWeights()) {
            String name = each.getSignal();
            int at = Weights.placeOf(name);
            if (at < 0) {
                continue;
            }
            if (!found.add(at)) {
                throw refused("two weights of %s".formatted(name));
            }
            initial.weights()[at] = weight(name, each.getWeight());
            initial.squares()[at] = square(name, each.getSquaredGradients());
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
                contributions.stream().mapToLong(PolicyContribution::getNumber).toArray(),
                positionBiasShift(policy.getPositionBiasShift()),
                information(policy.getPositionBiasInformation()));
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
        if (!EventChecks.isSite(site)) {
            throw new RefusedException(ReasonCode.INVALID_SITE, EventChecks.SITE_ALLOWED);
        }
        if (!EventChecks.isSite(surface)) {
            throw refused("surface is not of the characters that a site may have");
        }
        return Policy.key(site, surface);
    }

    /** A weight; the comparison fails for what is no number, too. */
    private static float weight(String name, float weight) throws RefusedException {
        if (!(Math.abs(weight) <= BlendModel.LARGEST_WEIGHT)) {
            throw refused(
                    "weight of %s is %s, allowed -%s to %s"
                            .formatted(
                                    name,
                                    weight,
                                    BlendModel.LARGEST_WEIGHT,
                                    BlendModel.LARGEST_WEIGHT));
        }
        return weight;
    }

    /** A sum of squared gradients; steps are divided by its root. */
    private static double square(String name, double square) throws RefusedException {
        if (!(square > 0 && square <= Double.MAX_VALUE)) {
            throw refused(
                    "squared_gradients of %s are %s, allowed is a number above 0"
                            .formatted(name, square));
        }
        return square;
    }

    /** Added to an option; what is not allowed is beyond any page. */
    private static double positionBiasShift(double shift) throws RefusedException {
        if (!(Math.abs(shift) <= PositionBias.STEEPEST)) {
            throw refused(
                    "position_bias_shift is %s, allowed -%s to %s"
                            .formatted(shift, PositionBias.STEEPEST, PositionBias.STEEPEST));
        }
        return shift;
    }

    /** Steps are divided by it. */
    private static double information(double information) throws RefusedException {
        if (!(information >= 0 && information <= PositionBias.MOST_INFORMATION)) {
            throw refused(
                    "position_bias_information is %s, allowed 0 to %s"
                            .formatted(information, PositionBias.MOST_INFORMATION));
        }
        return information;
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

    /** A {@code RankingPolicy} in JSON: the contract's field names, absent fields left out. */
    record Json(
            @Nullable String site,
            @JsonProperty(value = "surface", required = true) @Nullable String surface,
            long version,
            @JsonProperty(value = "updated_at", required = true) @JsonSetter(nulls = Nulls.FAIL)
                    JsonInstant updatedAt,
            @JsonProperty("learnt_since") @Nullable JsonInstant learntSince,
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
                    @Nullable List<Weight> weights,
            long examples,
            double loss,
            @JsonProperty("excess_loss") double excessLoss,
            boolean fallback,
            @JsonSetter(nulls = Nulls.AS_EMPTY, contentNulls = Nulls.FAIL)
                    @Nullable List<Contribution> contributions,
            @JsonProperty("position_bias_shift") double positionBiasShift,
            @JsonProperty("position_bias_information") double positionBiasInformation) {

        /** A {@code SignalWeight}. */
        record Weight(
                @JsonProperty(value = "signal", required = true) @Nullable String signal,
                @JsonProperty(value = "weight", required = true) float weight,
                @JsonProperty("squared_gradients") @Nullable Double squaredGradients) {}

        /** A {@code PolicyContribution}. */
        record Contribution(
                @JsonProperty(value = "subtask", required = true) int subtask,
                @JsonProperty(value = "number", required = true) long number) {}

        Policy toPolicy() throws RefusedException {
            List<SignalWeight> signals = new ArrayList<>();
            for (Weight each : weights == null ? List.<Weight>of() : weights) {
                Double square = each.squaredGradients();
                signals.add(
                        new SignalWeight(
                                each.signal() == null ? "" : each.signal(),
                                each.weight(),
                                square == null ? 1 : square));
            }
            List<PolicyContribution> inIt = new ArrayList<>();
            for (Contribution each :
                    contributions == null ? List.<Contribution>of() : contributions) {
                inIt.add(new PolicyContribution(each.subtask(), each.number()));
            }
            return PolicyContract.toPolicy(
                    new RankingPolicy(
                            site == null ? SiteKey.DEFAULT_SITE : site,
                            surface == null ? "" : surface,
                            version,
                            Instant.ofEpochMilli(updatedAt.millis()),
                            Instant.ofEpochMilli(learntSince == null ? 0 : learntSince.millis()),
                            signals,
                            examples,
                            loss,
                            excessLoss,
                            fallback,
                            inIt,
                            positionBiasShift,
                            positionBiasInformation));
        }
    }
}
