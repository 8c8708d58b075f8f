package io.nextclick.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;

/**
 * A moment in JSON: milliseconds since the epoch, or an ISO-8601 text with its offset.
 *
 * @param millis ms since the epoch
 */
record JsonInstant(long millis) {

    @JsonCreator
    static JsonInstant ofMillis(long millis) {
        return new JsonInstant(millis);
    }

    @JsonCreator
    static JsonInstant ofText(String text) {
        return new JsonInstant(Instant.parse(text).toEpochMilli());
    }
}
