package io.nextclick.cli;

import io.nextclick.event.Event;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** Watermarks that follow from the events alone and not from when they are read. */
final class LogTime implements WatermarkGenerator<Event> {

    /** Watermarks come at this distance, so that a run says the same every time. */
    private static final long WATERMARK_MILLIS = 1_000;

    private final long boundMillis;
    private long newestMillis = Long.MIN_VALUE;
    private long emittedMillis = Long.MIN_VALUE;

    private LogTime(long boundMillis) {
        this.boundMillis = boundMillis;
    }

    /**
     * Event times and watermarks of a log.
     *
     * @param boundMillis how far a watermark stays behind the newest event
     */
    static WatermarkStrategy<Event> behindBy(long boundMillis) {
        return WatermarkStrategy.<Event>forGenerator(context -> new LogTime(boundMillis))
                .withTimestampAssigner((event, before) -> event.occurredAtMillis());
    }

    @Override
    public void onEvent(Event event, long millis, WatermarkOutput output) {
        newestMillis = Math.max(newestMillis, millis);
        if (emittedMillis == Long.MIN_VALUE || newestMillis - emittedMillis >= WATERMARK_MILLIS) {
            emittedMillis = newestMillis;
            output.emitWatermark(new Watermark(newestMillis - boundMillis - 1));
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // Time is that of the events.
    }
}
