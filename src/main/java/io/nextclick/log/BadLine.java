package io.nextclick.log;

/** A line that gives no event; caught by {@link LogLines}, which counts it and goes on. */
final class BadLine extends Exception {

    private final SkipCause reason;

    BadLine(SkipCause reason, String detail) {
        // Thrown once a bad line, so without the cost of a stack trace.
        super(detail, null, false, false);
        this.reason = reason;
    }

    SkipCause reason() {
        return reason;
    }
}
