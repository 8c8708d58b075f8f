package io.nextclick.ingest;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.IdentityContract;
import io.nextclick.event.EventChecks;
import io.nextclick.event.IdentityEvent;
import io.nextclick.event.ReasonCode;

/**
 * Turns Kafka records into identity events, and refused records into dead letters in the side
 * output.
 *
 * <p>No key, no state, no timers.
 */
public final class DecodeIdentityEvents extends DecodeContract<IdentityEvent> {

    public DecodeIdentityEvents(CodecSettings codec, EventChecks rules) {
        super(
                codec,
                rules,
                IdentityContract::decoder,
                ReasonCode.INVALID_IDENTITY,
                ReasonCode.INVALID_SITE,
                ReasonCode.TIMESTAMP_IN_FUTURE,
                ReasonCode.TIMESTAMP_TOO_OLD,
                ReasonCode.FIELD_TOO_LONG);
    }

    @Override
    IdentityEvent decode(RawRecord record, long arrivedAtMillis, Context context)
            throws RefusedException {
        IdentityEvent event = decoder.decode(record.presentValue());
        RefusedException.throwIfPresent(rules.check(event, arrivedAtMillis));
        return event;
    }
}
