package io.nextclick.wire;

import io.nextclick.event.ReasonCode;

/** A record that cannot be decoded; caught in the decoding operator and never outside it. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

    RefusedException(ReasonCode reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    ReasonCode reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
