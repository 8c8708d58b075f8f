package io.nextclick.codec;

import io.nextclick.event.ReasonCode;
import io.nextclick.event.Rejection;
import java.util.Optional;

/** A record that cannot be decoded; caught in the decoding operator and never outside it. */
public final class RefusedException extends Exception {

    private final ReasonCode reason;

    public RefusedException(ReasonCode reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** Refuses a record in which a check found a fault. */
    public static void throwIfPresent(Optional<Rejection> fault) throws RefusedException {
        if (fault.isPresent()) {
            throw new RefusedException(fault.get().reason(), fault.get().detail());
        }
    }

    public ReasonCode reason() {
        return reason;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
