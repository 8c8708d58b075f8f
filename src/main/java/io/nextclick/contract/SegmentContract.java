package io.nextclick.contract;

import io.nextclick.codec.AvroBuffer;
import io.nextclick.event.SiteKey;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentMetrics;
import java.time.Instant;

/** The contracts {@code SegmentMembership} and {@code SegmentMetrics}. */
public final class SegmentContract {

    private SegmentContract() {}

    /** Writes a membership; false, which makes a tombstone, for its end. */
    public static boolean write(SegmentChange change, AvroBuffer into) {
        if (change.kind() == SegmentChange.Kind.EXIT) {
            return false;
        }
        into.writeString(SiteKey.id(change.personKey()));
        into.writeString(change.segment());
        into.writeString(SiteKey.site(change.personKey()));
        into.writeString(change.ruleId());
        into.writeInt(change.version());
        into.writeLong(change.enteredAtMillis());
        into.writeIndex(1);
        into.writeLong(change.expiresAtMillis());
        into.writeStrings(change.matchedEventIds());
        String partition = change.partition();
        String value = change.partitionValue();
        if (partition != null && value != null) {
            into.setItemCount(1);
            into.writeString(partition);
            into.writeString(value);
        }
        into.writeMapEnd();
        return true;
    }

    public static io.nextclick.avro.SegmentMetrics of(SegmentMetrics metrics) {
        return new io.nextclick.avro.SegmentMetrics(
                metrics.site(),
                metrics.ruleId(),
                metrics.version(),
                Instant.ofEpochMilli(metrics.minuteMillis()),
                metrics.size(),
                metrics.entries(),
                metrics.refreshes(),
                metrics.exits(),
                metrics.shift());
    }
}
