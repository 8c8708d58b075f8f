package io.nextclick.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Time from sending an event to receiving its list. Bounded: of events without a list, the oldest
 * are forgotten.
 */
final class Latencies {

    private static final int MAX_WAITING = 200_000;
    private static final long MAX_MICROS = 3_600_000_000L;

    private final Map<String, Long> sentNanos =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > MAX_WAITING;
                }
            };
    private final Histogram micros = new Histogram(MAX_MICROS, 3);

    /**
     * An event that asks for a list was sent.
     *
     * @param nanos when it was due
     */
    synchronized void sent(String eventId, long nanos) {
        sentNanos.put(eventId, nanos);
    }

    /** Its list was received. */
    synchronized void received(String eventId, long nanos) {
        Long sent = sentNanos.remove(eventId);
        if (sent != null) {
            micros.recordValue(Math.min(MAX_MICROS, Math.max(0, (nanos - sent) / 1_000)));
        }
    }

    /** A percentile so far, ms; 0 without any. */
    synchronized double millisAt(double percentile) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1_000.0;
    }
}
