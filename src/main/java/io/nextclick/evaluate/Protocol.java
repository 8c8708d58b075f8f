package io.nextclick.evaluate;

import java.util.Arrays;
import java.util.List;
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
        for (Protocol each : values()) {
            if (each.label().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "unknown mode '%s', must be one of %s".formatted(name, String.join(", ", names())));
    }

    /** All names that {@link #parse} takes. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Protocol::label).toList();
    }

    /** The name that {@link #parse} takes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
