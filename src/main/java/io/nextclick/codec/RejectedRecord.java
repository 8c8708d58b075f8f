package io.nextclick.codec;

import io.nextclick.event.ReasonCode;

/**
 * A record that was refused.
 *
 * @param record the record as it came
 * @param reason why
 * @param detail what was found, at most {@link #MAX_DETAIL} characters
 */
public record RejectedRecord(RawRecord record, ReasonCode reason, String detail) {

    /** Longest detail, in characters. */
    public static final int MAX_DETAIL = 500;

    public static RejectedRecord of(RawRecord record, ReasonCode reason, String detail) {
        String bounded = detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
        return new RejectedRecord(record, reason, bounded);
    }
}
