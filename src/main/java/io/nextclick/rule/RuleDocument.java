package io.nextclick.rule;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule as it is written; the schema {@code rules/rule.schema.json} says what each field is. */
record RuleDocument(
        @JsonProperty("rule_id") String ruleId,
        int version,
        @Nullable String site,
        Rule.Kind kind,
        @Nullable String name,
        int priority,
        @Nullable Boolean enabled,
        @JsonProperty("valid_from") @Nullable OffsetDateTime validFrom,
        @JsonProperty("valid_until") @Nullable OffsetDateTime validUntil,
        @JsonProperty("on_change") @Nullable String onChange,
        @Nullable String partition,
        @Nullable String currency,
        PatternDocument pattern,
        @Nullable String membership,
        @Nullable ExitDocument exit,
        @Nullable List<ActionDocument> actions) {

    /** The pattern as it is written. */
    record PatternDocument(
            @Nullable String within,
            @JsonProperty("after_match") @Nullable JsonNode afterMatch,
            List<StageDocument> stages) {}

    /** A stage as it is written. */
    record StageDocument(
            String name,
            String when,
            @Nullable String contiguity,
            boolean absent,
            @Nullable JsonNode times,
            @Nullable String inner,
            boolean optional,
            boolean greedy,
            @Nullable String until,
            @Nullable String within,
            @Nullable String distinct) {}

    /** What ends a membership, as it is written. */
    record ExitDocument(@Nullable String when, @Nullable List<String> segments) {}

    /** An action as it is written. */
    record ActionDocument(
            @JsonProperty("do") String verb,
            SelectorDocument what,
            @Nullable Double factor,
            @Nullable Integer position,
            @Nullable Integer count,
            @JsonProperty("keep_only") boolean keepOnly,
            @Nullable List<String> fallback) {}

    /** A selection of items as it is written. */
    record SelectorDocument(
            @Nullable List<String> items,
            @Nullable String category,
            @Nullable String brand,
            @JsonProperty("price_from") @Nullable Double priceFrom,
            @JsonProperty("price_to") @Nullable Double priceTo,
            @Nullable String currency,
            @JsonProperty("in_stock") @Nullable Boolean inStock,
            @JsonProperty("bought_before") @Nullable Boolean boughtBefore) {}
}
