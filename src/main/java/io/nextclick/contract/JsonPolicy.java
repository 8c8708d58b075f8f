package io.nextclick.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.nextclick.avro.PolicyContribution;
import io.nextclick.avro.RankingPolicy;
import io.nextclick.avro.SignalWeight;
import io.nextclick.blend.Policy;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.SiteKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code RankingPolicy} in JSON: the contract's field names, absent fields left out. */
public record JsonPolicy(
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
                @Nullable List<Contribution> contributions) {

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
        for (Contribution each : contributions == null ? List.<Contribution>of() : contributions) {
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
                        inIt));
    }
}
