package io.nextclick.ingest;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.IdentityContract;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.event.EventRules;
import io.nextclick.event.IdentityEvent;
import org.apache.flink.api.common.functions.OpenContext;

/**
 * Turns Kafka records into statements about whose a device is, and refused records into dead
 * letters in the side output.
 *
 * <p>No key, no state, no timers.
 */
public final class DecodeIdentityEvents extends DecodeFunction<IdentityEvent> {

    private static final long serialVersionUID = 1L;

    private final EventRules rules;

    private transient RecordDecoder<IdentityEvent> decoder;

    /**
     * @param codec where writer schemas come from, and how much of a refused record is kept
     * @param rules what a valid id, site and time are
     */
    public DecodeIdentityEvents(CodecSettings codec, EventRules rules) {
        super(codec);
        this.rules = rules;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        decoder = IdentityContract.decoder(codec);
    }

    @Override
    IdentityEvent decode(RawRecord record, long arrivedAtMillis, Context context)
            throws RefusedException {
        IdentityEvent event = decoder.decode(record.presentValue());
        RefusedException.throwIfPresent(rules.check(event, arrivedAtMillis));
        return event;
    }
}
