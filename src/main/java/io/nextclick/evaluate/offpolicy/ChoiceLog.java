package io.nextclick.evaluate.offpolicy;

import java.util.List;
import java.util.function.Consumer;

/** A log of choices, read anew as often as they are asked for. */
@FunctionalInterface
public interface ChoiceLog {

    /**
     * Gives every choice, in the order of the log.
     *
     * @throws java.io.UncheckedIOException if the log cannot be read; the message says where
     */
    void forEach(Consumer<Choice> reader);

    /** Choices that are in memory. */
    static ChoiceLog of(List<Choice> choices) {
        return choices::forEach;
    }
}
