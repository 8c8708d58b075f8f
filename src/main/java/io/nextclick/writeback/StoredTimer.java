package io.nextclick.writeback;

import org.apache.flink.streaming.api.TimerService;

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

    /**
     * Moves the one event-time timer of a key.
     *
     * @param setMillis the timer that is set, 0 if none is
     * @param dueMillis the timer that is to be, 0 for none
     * @return the timer that is set now
     */
    public static long move(TimerService timers, long setMillis, long dueMillis) {
        if (setMillis != dueMillis && setMillis != 0) {
            timers.deleteEventTimeTimer(setMillis);
        }
        if (setMillis != dueMillis && dueMillis != 0) {
            timers.registerEventTimeTimer(dueMillis);
        }
        return dueMillis;
    }

    /** Removes the event-time timer of a key, which is set to one of two times. */
    public static void remove(TimerService timers, long oneMillis, long otherMillis) {
        move(timers, oneMillis, 0);
        if (otherMillis != oneMillis) {
            move(timers, otherMillis, 0);
        }
    }

    /**
     * Sets the one processing-time timer of a key, unless it is set already.
     *
     * @param setMillis the timer that is set, 0 if none is
     * @param delayMillis after which a new one fires
     * @return the timer that is set now
     */
    public static long arm(TimerService timers, long setMillis, long delayMillis) {
        long now = timers.currentProcessingTime();
        if (!isUnset(setMillis, now)) {
            return setMillis;
        }
        timers.registerProcessingTimeTimer(now + delayMillis);
        return now + delayMillis;
    }

    /** True if an element has to wait for no timer: there is none, or it is lost. */
    public static boolean isUnset(long timerMillis, long nowMillis) {
        return timerMillis == 0 || isLost(timerMillis, nowMillis);
    }
}
