package io.nextclick.ingest;

import io.nextclick.avro.BehaviorEvent;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.codec.RejectionCounters;
import io.nextclick.codec.WireFormat;
import io.nextclick.contract.JsonEvent;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.event.Event;
import io.nextclick.event.EventRules;
import io.nextclick.event.EventType;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.Rejection;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns Kafka records into valid events, and the refused ones into dead letters on the side with
 * their bytes and a reason. Nothing that a producer sends makes it throw.
 *
 * <p>No key, no state, no timers. An event's age is taken at the arrival of its record, so that a
 * replay of the topic decides as the first reading did.
 */
public final class DecodeEvents extends ProcessFunction<RawRecord, Event> {

    private static final long serialVersionUID = 1L;

    private final WireFormat format;
    private final EventRules rules;

    private transient RecordDecoder<BehaviorEvent, JsonEvent, Event> decoder;
    private transient RejectionCounters rejected;
    private transient Counter unknownTypes;
    private transient Counter clocksCorrected;

    /**
     * @param format where writer schemas come from
     * @param rules what a valid event is
     */
    public DecodeEvents(WireFormat format, EventRules rules) {
        this.format = format;
        this.rules = rules;
    }

    @Override
    public void open(OpenContext context) {
        decoder = RecordDecoder.ofEvents(format.schemaPath(), format.registryUrl());
        rejected = new RejectionCounters(getRuntimeContext().getMetricGroup());
        unknownTypes = getRuntimeContext().getMetricGroup().counter("unknownEventTypes");
        clocksCorrected = getRuntimeContext().getMetricGroup().counter("clocksCorrected");
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Event> out) {
        byte[] value = record.value();
        if (value == null) {
            reject(record, ReasonCode.UNDECODABLE, "no value", context);
            return;
        }
        Event event;
        try {
            event = decoder.decode(value);
        } catch (RefusedException e) {
            reject(record, e.reason(), e.detail(), context);
            return;
        }
        long arrivedAt = record.arrivedAt(context.timerService().currentProcessingTime());
        Event sent = event;
        event = rules.onArrivalClock(sent, arrivedAt);
        if (event.occurredAtMillis() != sent.occurredAtMillis()) {
            clocksCorrected.inc();
        }
        Optional<Rejection> fault = rules.check(event, arrivedAt);
        if (fault.isPresent()) {
            reject(record, fault.get().reason(), fault.get().detail(), context);
            return;
        }
        if (event.type() == EventType.UNKNOWN) {
            unknownTypes.inc();
        }
        out.collect(event);
    }

    private void reject(RawRecord record, ReasonCode reason, String detail, Context context) {
        rejected.count(reason);
        context.output(DeadLetters.TAG, RejectedRecord.of(record, reason, detail));
    }
}
