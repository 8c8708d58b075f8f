package io.nextclick.ingest;

import io.nextclick.codec.RawRecord;
import java.time.Duration;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Lets event time pass while its source is idle: nobody visits, yet visits end and absences are
 * complete. Records and watermarks are passed on as they are.
 *
 * <p>An idle source has read all that there is: with a backlog, or behind back-pressure, it is not
 * idle. While it is, the watermark is this machine's clock less a bound, and the operator behind
 * sees no idleness. The bound is that of the source's own watermark and how long it takes to be
 * idle, so time goes on where it stood. It never goes back: what is read then may be late.
 *
 * <p>Where the records have their producers' clock, as in a replay, this machine's clock says
 * nothing of it: from the first such record on it only passes on, idleness too.
 *
 * <p>No key and no state. Timers: one in processing time while the source is idle.
 */
public final class PassTime extends AbstractStreamOperator<RawRecord>
        implements OneInputStreamOperator<RawRecord, RawRecord>, ProcessingTimeCallback {

    private boolean silenceIsTime;
    private final long boundMillis;

    private transient long watermark;
    private transient boolean idle;
    private transient boolean waiting;

    /**
     * @param silenceIsTime true if the records have the broker's clock, as far as is known before
     *     one is read
     * @param bound how far the watermark of an idle source stays behind this machine's clock
     */
    public PassTime(boolean silenceIsTime, Duration bound) {
        this.silenceIsTime = silenceIsTime;
        this.boundMillis = bound.toMillis();
    }

    @Override
    public void open() throws Exception {
        super.open();
        watermark = Long.MIN_VALUE;
    }

    @Override
    public void processElement(StreamRecord<RawRecord> element) {
        silenceIsTime &= !element.getValue().timeOfProducer();
        output.collect(element);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        advance(mark.getTimestamp());
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        if (!silenceIsTime) {
            super.processWatermarkStatus(status);
            return;
        }
        idle = status.isIdle();
        if (idle && !waiting) {
            onProcessingTime(getProcessingTimeService().getCurrentProcessingTime());
        }
    }

    @Override
    public void onProcessingTime(long now) throws Exception {
        waiting = idle;
        if (idle) {
            advance(now - boundMillis);
            getProcessingTimeService()
                    .registerTimer(now + getExecutionConfig().getAutoWatermarkInterval(), this);
        }
    }

    private void advance(long millis) throws Exception {
        if (millis > watermark) {
            watermark = millis;
            super.processWatermark(new Watermark(millis));
        }
    }
}
