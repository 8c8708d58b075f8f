package io.nextclick.scenario;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times in scenarios: ISO-8601 texts with an offset. */
final class Clock {

    /** Stands for the time at which a record is sent. */
    static final String NOW = "${now}";

    private Clock() {}

    /**
     * The time of a text, ms.
     *
     * @throws IllegalArgumentException if it is no time
     */
    static long millis(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'%s' is no time like 2025-05-01T10:00:00Z".formatted(text), e);
        }
    }

    static String text(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
