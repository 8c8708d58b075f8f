package io.nextclick.contract;

import io.nextclick.alarm.Alarm;
import io.nextclick.avro.AlarmDirection;
import io.nextclick.avro.AlarmSeverity;
import io.nextclick.avro.AlarmState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The contract {@code Alarm}. */
public final class AlarmContract {

    private AlarmContract() {}

    /** An alarm; null, which makes a tombstone, if its series is forgotten. */
    public static io.nextclick.avro.@Nullable Alarm of(Alarm alarm) {
        if (alarm.state() == Alarm.State.FORGOTTEN) {
            return null;
        }
        return new io.nextclick.avro.Alarm(
                alarm.site(),
                alarm.series(),
                AlarmState.valueOf(alarm.state().name()),
                AlarmDirection.valueOf(alarm.direction().name()),
                AlarmSeverity.valueOf(alarm.severity().name()),
                Instant.ofEpochMilli(alarm.sinceMillis()),
                Instant.ofEpochMilli(alarm.asOfMillis()),
                alarm.windowMinutes(),
                alarm.expected(),
                alarm.observed(),
                alarm.ratio(),
                alarm.chance(),
                alarm.cause());
    }
}
