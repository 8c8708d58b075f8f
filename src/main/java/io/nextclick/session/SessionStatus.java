package io.nextclick.session;

/**
 * What a summary of a session means. The names are those of the {@code SessionSummary} contract.
 */
public enum SessionStatus {
    /** It has begun, or a late event has opened it again. */
    OPEN,
    /** It is over; emitted again if a late event or a link changes it. */
    CLOSED,
    /** It has become part of another one, or its events another person's. */
    SUPERSEDED
}
