package io.nextclick.ingest;

import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.codec.RejectionCounters;
import io.nextclick.codec.WireFormat;
import io.nextclick.contract.JsonIdentityEvent;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.event.EventRules;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.Rejection;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns Kafka records into statements about whose a device is, and refused records into dead
 * letters on the side.
 *
 * <p>No key, no state, no timers.
 */
public final class DecodeIdentityEvents extends ProcessFunction<RawRecord, IdentityEvent> {

    private static final long serialVersionUID = 1L;

    private final WireFormat format;
    private final EventRules rules;

    private transient RecordDecoder<
                    io.nextclick.avro.IdentityEvent, JsonIdentityEvent, IdentityEvent>
            decoder;
    private transient RejectionCounters rejected;

    /**
     * @param format where writer schemas come from
     * @param rules what a valid id, site and time are
     */
    public DecodeIdentityEvents(WireFormat format, EventRules rules) {
        this.format = format;
        this.rules = rules;
    }

    @Override
    public void open(OpenContext context) {
        decoder = RecordDecoder.ofIdentityEvents(format.schemaPath(), format.registryUrl());
        rejected = new RejectionCounters(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<IdentityEvent> out) {
        byte[] value = record.value();
        try {
            if (value == null) {
                throw new RefusedException(ReasonCode.UNDECODABLE, "no value");
            }
            IdentityEvent event = decoder.decode(value);
            long arrivedAt = record.arrivedAt(context.timerService().currentProcessingTime());
            Optional<Rejection> fault = rules.check(event, arrivedAt);
            if (fault.isPresent()) {
                throw new RefusedException(fault.get().reason(), fault.get().detail());
            }
            out.collect(event);
        } catch (RefusedException e) {
            rejected.count(e.reason());
            context.output(DeadLetters.TAG, RejectedRecord.of(record, e.reason(), e.detail()));
        }
    }
}
