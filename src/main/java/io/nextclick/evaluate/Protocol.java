package io.nextclick.evaluate;

import java.util.Locale;

/** How a model is tested. */
public enum Protocol {
    /**
     * As session-rec: train on the training log, then predict every click of the test but the first
     * of each session. Clicks on items unknown to the training are dropped before, then sessions
     * shorter than two.
     */
    STATIC,
    /**
     * As in production: the clicks of the test come in order of time, each one that has an earlier
     * one in its session is predicted, then learnt. Nothing is dropped.
     */
    PREQUENTIAL;

    /**
     * The protocol of a name, in lower case as in options.
     *
     * @throws IllegalArgumentException for any other name; the message lists what is allowed
     */
    public static Protocol parse(String name) {
        return switch (name) {
            case "static" -> STATIC;
            case "prequential" -> PREQUENTIAL;
            default ->
                    throw new IllegalArgumentException(
                            "unknown mode '%s', allowed are static, prequential".formatted(name));
        };
    }

    /** The name that {@link #parse} takes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
