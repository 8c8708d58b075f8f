package io.nextclick.contract;

import io.nextclick.avro.Alarm;
import io.nextclick.avro.AlarmState;
import io.nextclick.codec.AvroDecoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;

/** Reads the alarms that the job writes. Not thread-safe. */
public final class AlarmReader {

    private final AvroDecoder<Alarm> decoder =
            new AvroDecoder<>(Alarm.getClassSchema(), CodecSettings.DEFAULT);

    /**
     * Reads one record.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    public ReadAlarm read(byte[] value) {
        try {
            Alarm alarm = decoder.decode(value);
            return new ReadAlarm(
                    alarm.getSeries(),
                    alarm.getState() == AlarmState.OPEN,
                    alarm.getSince().toEpochMilli(),
                    alarm.getExpected(),
                    alarm.getObserved(),
                    alarm.getCause());
        } catch (RefusedException e) {
            throw new IllegalArgumentException(e.reason() + ": " + e.detail(), e);
        }
    }

    /**
     * The newest alarm of a series.
     *
     * @param series its name
     * @param open false if the series is as expected again
     * @param sinceMillis start of the first minute that is not as expected, ms since the epoch
     * @param expected how many were expected in the window that opened it
     * @param observed how many there were
     * @param cause what has most of the change, in words
     */
    public record ReadAlarm(
            String series,
            boolean open,
            long sinceMillis,
            double expected,
            long observed,
            String cause) {}
}
