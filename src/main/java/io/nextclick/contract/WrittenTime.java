package io.nextclick.contract;

import io.nextclick.codec.RefusedException;
import io.nextclick.event.ReasonCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Times that a producer wrote. A fingerprint does not say in which unit, so microseconds come
 * framed as the contract's milliseconds; they show by their size.
 */
final class WrittenTime {

    /** The last millisecond of the year 9999; microseconds are above it since 1978. */
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    private WrittenTime() {}

    /**
     * The time of a field, ms since the epoch; 0 if there is none.
     *
     * @throws RefusedException if it cannot be milliseconds
     */
    static long millis(String field, @Nullable Instant time) throws RefusedException {
        return time == null ? 0 : millis(field, time.toEpochMilli());
    }

    /** The same of a field in JSON. */
    static long millis(String field, @Nullable JsonInstant time) throws RefusedException {
        return time == null ? 0 : millis(field, time.millis());
    }

    private static long millis(String field, long millis) throws RefusedException {
        if (millis > LATEST_MILLIS) {
            throw new RefusedException(
                    ReasonCode.TIMESTAMP_IN_FUTURE,
                    "%s %d is after the year 9999: milliseconds since the epoch are expected"
                            .formatted(field, millis));
        }
        return millis;
    }
}
