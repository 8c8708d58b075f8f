package io.nextclick.message;

import java.util.function.Consumer;

/**
 * What one subtask counts of its input, until it is sent.
 *
 * @param <T> what is counted
 * @param <O> what is sent
 */
public interface Counting<T, O> {

    /**
     * Counts an element.
     *
     * @param arrivedMillis event time of the element, never later than now, ms since the epoch
     * @param nowMillis processing time, ms since the epoch
     * @return true if there is something to be sent
     */
    boolean count(T element, long arrivedMillis, long nowMillis);

    /** True if it is to be sent now. */
    boolean isFull();

    /** Hands out what was counted, and begins anew. */
    void drain(Consumer<O> out);
}
