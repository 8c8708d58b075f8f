package io.nextclick.message;

import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * Base of operators that hold back what they send, up to a delay in processing time.
 *
 * <p>No state: before each snapshot all is sent, ahead of its barrier, and so at the end.
 *
 * @param <I> input
 * @param <O> output
 */
abstract class SendLater<I, O> extends AbstractStreamOperator<O>
        implements OneInputStreamOperator<I, O>, BoundedOneInput, ProcessingTimeCallback {

    private transient @Nullable ScheduledFuture<?> waiting;

    /** Sends all that is held back. */
    abstract void sendAll();

    /** Sends all after a delay, unless that is to come already. */
    final void sendAllAfter(long delayMillis) {
        if (waiting == null) {
            var clock = getProcessingTimeService();
            waiting = clock.registerTimer(clock.getCurrentProcessingTime() + delayMillis, this);
        }
    }

    @Override
    public final void onProcessingTime(long millis) {
        waiting = null;
        sendAll();
    }

    @Override
    public final void prepareSnapshotPreBarrier(long checkpoint) {
        sendAll();
    }

    @Override
    public final void endInput() {
        sendAll();
    }

    @Override
    public final void close() throws Exception {
        if (waiting != null) {
            waiting.cancel(false);
        }
        super.close();
    }
}
