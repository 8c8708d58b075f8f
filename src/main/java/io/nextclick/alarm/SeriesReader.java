package io.nextclick.alarm;

import java.io.Serializable;

/** How elements are counted. */
@FunctionalInterface
public interface SeriesReader<T> extends Serializable {

    /**
     * Counts an element.
     *
     * @param arrivedMillis when it arrived in Kafka, ms since the epoch
     * @param nowMillis now, by the job's clock
     */
    void read(T element, long arrivedMillis, long nowMillis, Tallies into);
}
