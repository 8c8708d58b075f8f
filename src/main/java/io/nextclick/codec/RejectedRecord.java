package io.nextclick.codec;

import io.nextclick.event.ReasonCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record that was refused.
 *
 * @param record the record as it came, its key and value cut to what a dead letter may hold
 * @param reason why
 * @param detail what was found, at most {@link #MAX_DETAIL} characters
 * @param valueBytes length of the value as it came, bytes
 * @param keyCut true if the key was cut
 */
public record RejectedRecord(
        RawRecord record, ReasonCode reason, String detail, int valueBytes, boolean keyCut) {

    /** Longest detail, in characters. */
    public static final int MAX_DETAIL = 500;

    /** Longest key that a dead letter holds, bytes. */
    public static final int MAX_KEY_BYTES = 10_000;

    /**
     * A refused record.
     *
     * @param maxValueBytes most bytes of the value that are kept
     */
    public static RejectedRecord of(RawRecord record, RefusedException refused, int maxValueBytes) {
        byte[] key = record.key();
        byte[] value = record.value();
        RawRecord kept =
                new RawRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestampMillis(),
                        cut(key, MAX_KEY_BYTES),
                        cut(value, maxValueBytes));
        String detail = refused.detail();
        return new RejectedRecord(
                kept,
                refused.reason(),
                detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL),
                value == null ? 0 : value.length,
                key != null && key.length > MAX_KEY_BYTES);
    }

    /** True if the record is not whole. */
    public boolean isCut() {
        byte[] value = record.value();
        return keyCut || (value != null && value.length < valueBytes);
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int maximum) {
        return bytes == null || bytes.length <= maximum ? bytes : Arrays.copyOf(bytes, maximum);
    }
}
