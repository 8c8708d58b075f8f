package io.nextclick.ingest;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.codec.RejectionCounters;
import io.nextclick.event.ReasonCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Turns the records of a topic into the job's own, and refused ones into dead letters in the side
 * output. Bad input never throws.
 *
 * @param <T> the job's own record
 */
abstract class DecodeFunction<T> extends ProcessFunction<RawRecord, T> {

    protected final CodecSettings codec;

    private transient RejectionCounters rejected;

    /** Of what is no record of the contract at all. */
    private static final List<ReasonCode> ALWAYS =
            List.of(ReasonCode.UNDECODABLE, ReasonCode.UNKNOWN_SCHEMA);

    private final EnumSet<ReasonCode> reasons = EnumSet.copyOf(ALWAYS);

    /**
     * @param codec where writer schemas come from, and how much of a refused record is kept
     * @param reasons for which records are refused, besides those of bytes
     */
    DecodeFunction(CodecSettings codec, ReasonCode... reasons) {
        this.codec = codec;
        this.reasons.addAll(Arrays.asList(reasons));
    }

    @Override
    public void open(OpenContext context) throws Exception {
        rejected = new RejectionCounters(getRuntimeContext().getMetricGroup(), reasons);
    }

    @Override
    public final void processElement(RawRecord record, Context context, Collector<T> out) {
        try {
            long arrivedAt = record.arrivedAt(context.timerService().currentProcessingTime());
            T decoded = decode(record, arrivedAt, context);
            if (decoded != null) {
                out.collect(decoded);
            }
        } catch (RefusedException e) {
            rejected.count(e.reason());
            context.output(
                    DeadLetters.TAG, RejectedRecord.of(record, e, codec.deadLetterMaxBytes()));
        }
    }

    /**
     * The record of a value, null if there is nothing to emit.
     *
     * @param arrivedAtMillis arrival in Kafka, ms since the epoch, never later than now
     */
    abstract @Nullable T decode(RawRecord record, long arrivedAtMillis, Context context)
            throws RefusedException;
}
