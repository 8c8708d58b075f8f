package io.nextclick.demo;

import io.nextclick.bound.BoundedMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * Time from when an event was due to when its list was received. Only events that were sent after
 * the job had caught up count: before that a list's age is that of the demo's own backlog. Bounded:
 * of events without a list, the oldest are forgotten.
 */
final class Latencies {

    private static final int MAX_WAITING = 200_000;
    private static final long MAX_MICROS = 3_600_000_000L;

    private final Map<String, Due> waiting = BoundedMap.byFirstPut(MAX_WAITING);
    private final Histogram micros = new Histogram(MAX_MICROS, 3);

    /** A shorter delay would read 0.0 s. */
    private static final long SHOWN_NANOS = 50_000_000;

    /** How late the newest list of an event behind schedule was; below 0 without any. */
    private long behindNanos = -1;

    private record Due(long nanos, boolean onSchedule) {}

    /**
     * An event that asks for a list was sent.
     *
     * @param nanos when it was due
     * @param onSchedule false if the job had not caught up with the past when it was sent
     */
    synchronized void sent(String eventId, long nanos, boolean onSchedule) {
        waiting.put(eventId, new Due(nanos, onSchedule));
    }

    /** Its list was received. */
    synchronized void received(String eventId, long nanos) {
        Due due = waiting.remove(eventId);
        if (due == null) {
            return;
        }
        long taken = Math.max(0, nanos - due.nanos);
        if (due.onSchedule) {
            micros.recordValue(Math.min(MAX_MICROS, taken / 1_000));
        } else {
            behindNanos = taken;
        }
    }

    /** A percentile so far, ms; empty if nothing was measured. */
    synchronized OptionalDouble millisAt(double percentile) {
        return micros.getTotalCount() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(micros.getValueAtPercentile(percentile) / 1_000.0);
    }

    /** Median and 99th percentile, or why there are none. */
    synchronized String inWords() {
        if (micros.getTotalCount() > 0) {
            return "p50 %s ms, p99 %s ms"
                    .formatted(
                            Figures.number("%.1f", millisAt(50)),
                            Figures.number("%.1f", millisAt(99)));
        }
        String notWorkedOff = "the past sent at the start is not worked off";
        String reason =
                behindNanos < 0
                        ? "no list yet, or only of the past that was sent at the start"
                        : behindNanos < SHOWN_NANOS
                                ? notWorkedOff
                                : Figures.format(
                                        "behind schedule by %.1f s: " + notWorkedOff,
                                        behindNanos / 1e9);
        return "%s  (%s)".formatted(Figures.NOT_MEASURED, reason);
    }
}
