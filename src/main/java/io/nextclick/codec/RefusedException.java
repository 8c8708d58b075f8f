package io.nextclick.codec;

import io.nextclick.event.ReasonCode;

/** A record that cannot be decoded; caught in the decoding operator and never outside it. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

    public RefusedException(ReasonCode reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    public ReasonCode reason() {
        return reason;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
