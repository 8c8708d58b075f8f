package io.nextclick.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An experiment as it is written; {@code experiments/experiment.schema.json} says what is what. */
record ExperimentDocument(
        @JsonProperty("experiment_id") String experimentId,
        int version,
        @Nullable String site,
        @Nullable List<String> surfaces,
        @Nullable List<String> segments,
        @Nullable String unit,
        @Nullable String salt,
        @Nullable Double share,
        @Nullable String group,
        @JsonProperty("group_from") @Nullable Double groupFrom,
        List<ArmDocument> arms,
        @Nullable String allocation,
        @Nullable Double floor,
        @JsonProperty("by_segment") @Nullable List<String> bySegment,
        @Nullable String learning,
        @Nullable String primary,
        @JsonProperty("minimum_effect") @Nullable Double minimumEffect,
        @Nullable Double alpha,
        @Nullable List<GuardrailDocument> guardrails,
        @Nullable OffsetDateTime start,
        @Nullable OffsetDateTime stop) {

    /** An arm as it is written. */
    record ArmDocument(String arm, double share, @Nullable ArmSettings settings) {}

    /** A guardrail as it is written. */
    record GuardrailDocument(String metric, @JsonProperty("at_most_worse") double atMostWorse) {}
}
