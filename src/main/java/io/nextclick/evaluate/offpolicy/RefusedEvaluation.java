package io.nextclick.evaluate.offpolicy;

/** A log cannot say what a policy is worth; the message says why. */
public final class RefusedEvaluation extends Exception {
    private static final long serialVersionUID = 1;

    RefusedEvaluation(String message) {
        super(message);
    }
}
