package io.nextclick.message;

import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts elements and sends the counts every {@value #EVERY_MILLIS} ms in processing time, and not
 * a message an element.
 *
 * <p>No state: before each snapshot the counts are sent, ahead of its barrier.
 */
public final class SendCounts<T, O> extends AbstractStreamOperator<O>
        implements OneInputStreamOperator<T, O>, BoundedOneInput, ProcessingTimeCallback {

    /** How long counts wait at most, ms. */
    public static final long EVERY_MILLIS = 5_000;

    private final SerializableSupplier<? extends Counting<T, O>> counting;
    private final boolean timeless;

    @SuppressWarnings("NullAway.Init")
    private transient Counting<T, O> counts;

    private transient @Nullable ScheduledFuture<?> waiting;

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
        if (counts.count(element.getValue(), arrived, now) && waiting == null) {
            waiting = getProcessingTimeService().registerTimer(now + EVERY_MILLIS, this);
        }
        if (counts.isFull()) {
            send();
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
    public void onProcessingTime(long millis) {
        waiting = null;
        send();
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) {
        send();
    }

    @Override
    public void endInput() {
        send();
    }

    @Override
    public void close() throws Exception {
        if (waiting != null) {
            waiting.cancel(false);
        }
        super.close();
    }

    private void send() {
        counts.drain(count -> output.collect(new StreamRecord<>(count)));
    }
}
