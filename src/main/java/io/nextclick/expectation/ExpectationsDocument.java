package io.nextclick.expectation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expectations as they are written; {@code expectations/expectations.schema.json} says what is
 * what.
 */
record ExpectationsDocument(int version, List<Entry> expectations) {

    /** An expectation as it is written. */
    record Entry(
            String id,
            @Nullable String site,
            @Nullable List<String> types,
            @Nullable String field,
            @Nullable Double present,
            @Nullable Bounds between,
            @JsonProperty("in") @Nullable List<String> oneOf,
            @Nullable Double share,
            @JsonProperty("per_hour") @Nullable Counts perHour,
            @Nullable Double rejects) {}

    /** Bounds of a number as they are written. */
    record Bounds(@Nullable Double from, @Nullable Double to) {}

    /** Bounds of a number of events as they are written. */
    record Counts(
            @JsonProperty("at_least") @Nullable Long atLeast,
            @JsonProperty("at_most") @Nullable Long atMost) {}
}
