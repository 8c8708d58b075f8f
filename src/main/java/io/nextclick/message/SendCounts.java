package io.nextclick.message;

import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Counts elements and sends the counts every {@value #EVERY_MILLIS} ms in processing time, and not
 * a message an element.
 *
 * <p>No state: before each snapshot the counts are sent, ahead of its barrier.
 */
public final class SendCounts<T, O> extends SendLater<T, O> {

    /** How long counts wait at most, ms. */
    public static final long EVERY_MILLIS = 5_000;

    private final SerializableSupplier<? extends Counting<T, O>> counting;
    private final boolean timeless;

    @SuppressWarnings("NullAway.Init")
    private transient Counting<T, O> counts;

    /**
     * @param counting makes what a subtask counts with
     * @param timeless true if the elements have no part in event time, and so never hold it back
     */
    public SendCounts(SerializableSupplier<? extends Counting<T, O>> counting, boolean timeless) {
        this.counting = counting;
        this.timeless = timeless;
    }

    @Override
    public void open() throws Exception {
        super.open();
        counts = counting.get();
        if (timeless) {
            output.emitWatermarkStatus(WatermarkStatus.IDLE);
        }
    }

    @Override
    public void processElement(StreamRecord<T> element) {
        long now = getProcessingTimeService().getCurrentProcessingTime();
        long arrived = element.hasTimestamp() ? Math.min(now, element.getTimestamp()) : now;
        if (counts.count(element.getValue(), arrived, now)) {
            sendAllAfter(EVERY_MILLIS);
        }
        if (counts.isFull()) {
            sendAll();
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (!timeless) {
            super.processWatermark(mark);
        }
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        if (!timeless) {
            super.processWatermarkStatus(status);
        }
    }

    @Override
    void sendAll() {
        counts.drain(count -> output.collect(new StreamRecord<>(count)));
    }
}
