package io.nextclick.alarm;

import io.nextclick.message.SendCounts;

/**
 * Which minute can be judged: one that is over, and of which all that arrived was read. A watermark
 * that stands still for a minute is no longer waited for: there is nothing to read.
 */
final class ArrivalClock {

    /** So long after its end a minute is over: counts wait before they are sent. */
    static final long GRACE_MILLIS = SendCounts.EVERY_MILLIS + 3_000;

    private static final long STILL_MILLIS = SeriesCount.MINUTE_MILLIS;

    private final long outOfOrdernessMillis;
    private long watermark = Long.MIN_VALUE;
    private long sinceMillis = Long.MIN_VALUE;

    /**
     * @param outOfOrdernessMillis how far the watermark stays behind the newest arrival, ms
     */
    ArrivalClock(long outOfOrdernessMillis) {
        this.outOfOrdernessMillis = outOfOrdernessMillis;
    }

    /** The last minute that can be judged; asked often enough to see the watermark move. */
    long lastMinute(SeriesKind kind, long nowMillis, long watermarkNow) {
        long over = SeriesCount.minuteOf(nowMillis - GRACE_MILLIS) - 1;
        if (watermarkNow != watermark || sinceMillis == Long.MIN_VALUE) {
            watermark = watermarkNow;
            sinceMillis = nowMillis;
        }
        if (kind.isOfJobClock() || nowMillis - sinceMillis >= STILL_MILLIS) {
            return over;
        }
        long most = Long.MAX_VALUE - outOfOrdernessMillis;
        long read = Math.min(watermark, most) + outOfOrdernessMillis;
        return Math.min(over, SeriesCount.minuteOf(read) - 1);
    }
}
