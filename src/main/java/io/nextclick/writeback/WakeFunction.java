package io.nextclick.writeback;

/** A function that has keys visited at times which need not outlive a restart. */
public interface WakeFunction extends SweepFunction {

    /**
     * Called once before {@code open}.
     *
     * @param wakes visits keys as a sweep does
     */
    void useWakes(KeyWakes wakes);
}
