package io.nextclick.writeback;

/**
 * A function that can have every key it has state of visited, some at a time, between the elements
 * that it processes. A visit is a call of {@code onTimer} in processing time, with the key as the
 * current one.
 */
public interface SweepFunction extends WriteBackFunction {

    /**
     * Called once before {@code open}.
     *
     * @param start begins a sweep over all keys, after the one that may be running
     */
    void useSweep(Runnable start);

    /** Keys a second that are visited. */
    int sweptPerSecond();
}
