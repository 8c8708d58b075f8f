package io.nextclick.ingest;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.EventContract;
import io.nextclick.event.Event;
import io.nextclick.event.EventChecks;
import io.nextclick.event.EventType;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;

/**
 * Turns Kafka records into valid events, and the refused ones into dead letters in the side output
 * with their bytes and a reason. Nothing that a producer sends makes it throw.
 *
 * <p>No key, no state, no timers. An event's age is taken at the arrival of its record, so that a
 * replay of the topic decides as the first reading did.
 */
public final class DecodeEvents extends DecodeContract<Event> {

    private transient Counter unknownTypes;
    private transient Counter clocksCorrected;

    public DecodeEvents(CodecSettings codec, EventChecks rules) {
        super(codec, rules, EventContract::decoder);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        unknownTypes = getRuntimeContext().getMetricGroup().counter("unknownEventTypes");
        clocksCorrected = getRuntimeContext().getMetricGroup().counter("clocksCorrected");
    }

    @Override
    Event decode(RawRecord record, long arrivedAtMillis, Context context) throws RefusedException {
        Event sent = decoder.decode(record.presentValue());
        Event event = rules.onArrivalClock(sent, arrivedAtMillis);
        if (event.occurredAtMillis() != sent.occurredAtMillis()) {
            clocksCorrected.inc();
        }
        RefusedException.throwIfPresent(rules.check(event, arrivedAtMillis));
        if (event.type() == EventType.UNKNOWN) {
            unknownTypes.inc();
        }
        return event;
    }
}
