package io.nextclick.writeback;

/**
 * Timers that state says are set. They may be gone: an incremental checkpoint that is restored with
 * another {@code timer-service.factory} has the state and not the timers, without a word. So one
 * that should have fired counts as none, and the next element sets it anew. To set one that was
 * only late does nothing, or wakes an operator that finds nothing to do.
 */
public final class StoredTimer {

    /** A timer may be so late, ms; waiting for it longer is waiting for nothing. */
    private static final long MARGIN_MILLIS = 60_000;

    private StoredTimer() {}

    /**
     * True if a timer should have fired.
     *
     * @param timerMillis its time, 0 if none is set
     * @param nowMillis processing time or the watermark, whichever it is of
     */
    public static boolean isLost(long timerMillis, long nowMillis) {
        return timerMillis != 0
                && timerMillis < nowMillis
                && nowMillis - timerMillis > MARGIN_MILLIS;
    }

    /** True if an element has to wait for no timer: there is none, or it is lost. */
    public static boolean isUnset(long timerMillis, long nowMillis) {
        return timerMillis == 0 || isLost(timerMillis, nowMillis);
    }
}
