package io.nextclick.contract;

import io.nextclick.event.SiteKey;
import io.nextclick.segment.SegmentChange;
import io.nextclick.segment.SegmentMetrics;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contracts {@code SegmentMembership} and {@code SegmentMetrics}. */
public final class SegmentContract {

    private SegmentContract() {}

    /** A membership; null, which makes a tombstone, for its end. */
    public static io.nextclick.avro.@Nullable SegmentMembership of(SegmentChange change) {
        if (change.kind() == SegmentChange.Kind.EXIT) {
            return null;
        }
        String partition = change.partition();
        String value = change.partitionValue();
        return new io.nextclick.avro.SegmentMembership(
                SiteKey.id(change.personKey()),
                change.segment(),
                SiteKey.site(change.personKey()),
                change.ruleId(),
                change.version(),
                Instant.ofEpochMilli(change.enteredAtMillis()),
                Instant.ofEpochMilli(change.expiresAtMillis()),
                change.matchedEventIds(),
                partition == null || value == null ? Map.of() : Map.of(partition, value));
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
