package io.nextclick.evaluate;

import java.util.List;

/**
 * A model of the next item of a session, as {@link Evaluation} trains and asks it. A new instance
 * knows nothing. Not thread-safe.
 */
public interface NextItemModel {

    /** Short name in lower case, as in options and results. */
    String name();

    /**
     * Takes in what a click says of its item, as a record of the catalogue; the click itself is not
     * learnt. A model without use for a catalogue does nothing.
     */
    default void know(Click click) {}

    /**
     * Learns from a click; called in order of time over all sessions, equal times in the order of
     * the log. In a prequential run it is called with each click of the test too, after that click
     * was predicted.
     */
    void learn(Click click);

    /**
     * All of the training clicks were learnt. A model of whole sessions builds its index here. If
     * the model {@link #needsRefit}, it is called again and again in a prequential run.
     */
    void endTraining();

    /**
     * The best items for the next click. An item may be the current one; no item occurs twice.
     *
     * @param prefix clicks of one session so far, oldest first, at least one; the last is the
     *     current one. It is a view: not to be kept
     * @param size most items wanted
     * @return item ids, best first; fewer than {@code size} if the model knows no more
     */
    List<String> rank(List<Click> prefix, int size);

    /**
     * Time that the list which was ranked last took before it was asked for, ns: of a model that
     * makes it as its click comes.
     */
    default long nanosBefore() {
        return 0;
    }

    /**
     * The session is over: no click of it will be learnt or asked about. What is kept for open
     * sessions can go.
     */
    default void endSession(String sessionId) {}

    /** Estimated size of what the model keeps, bytes. */
    long stateBytes();

    /**
     * True if what is learnt counts only after {@link #endTraining}, so that a prequential run has
     * to call that regularly: every day of event time if nothing else is asked for.
     */
    default boolean needsRefit() {
        return false;
    }
}
