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
 * <p>While the source is idle, the watermark is this machine's clock less a bound, and the operator
 * behind sees no idleness; so time goes on where it stood. That holds at once for a source whose
 * newest record had just been written. One that is behind, or has read none yet, may have more to
 * read, and only the broker does not answer for a moment: it is idle, as without this operator,
 * until it has been so for longer and has surely read all. Time never goes back: what is read
 * behind it may be late.
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

    private final long patienceMillis;

    private transient long watermark;
    private transient boolean idle;
    private transient boolean announcedIdle;
    private transient boolean upToDate;
    private transient long idleSince;
    private transient boolean waiting;

    /**
     * @param silenceIsTime true if the records have the broker's clock, as far as is known before
     *     one is read
     * @param bound how far the watermark of an idle source stays behind this machine's clock: that
     *     of the source's own watermark, and how long it takes to be idle
     * @param patience how long a source is idle that has surely read all
     */
    public PassTime(boolean silenceIsTime, Duration bound, Duration patience) {
        this.silenceIsTime = silenceIsTime;
        this.boundMillis = bound.toMillis();
        this.patienceMillis = patience.toMillis();
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
        idle = status.isIdle();
        if (!idle) {
            announce(false);
            return;
        }
        idleSince = getProcessingTimeService().getCurrentProcessingTime();
        upToDate = watermark >= idleSince - 2 * boundMillis;
        if (!waiting) {
            onProcessingTime(idleSince);
        }
    }

    @Override
    public void onProcessingTime(long now) throws Exception {
        waiting = idle && silenceIsTime;
        if (idle) {
            boolean passes = silenceIsTime && (upToDate || now - idleSince >= patienceMillis);
            announce(!passes);
            if (passes) {
                advance(now - boundMillis);
            }
        }
        if (waiting) {
            var unused =
                    getProcessingTimeService()
                            .registerTimer(
                                    now + getExecutionConfig().getAutoWatermarkInterval(), this);
        }
    }

    private void announce(boolean isIdle) throws Exception {
        if (isIdle != announcedIdle) {
            announcedIdle = isIdle;
            super.processWatermarkStatus(isIdle ? WatermarkStatus.IDLE : WatermarkStatus.ACTIVE);
        }
    }

    private void advance(long millis) throws Exception {
        if (millis > watermark) {
            watermark = millis;
            super.processWatermark(new Watermark(millis));
        }
    }
}
