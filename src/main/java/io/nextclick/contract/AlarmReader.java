package io.nextclick.contract;

import io.nextclick.avro.Alarm;
import io.nextclick.avro.AlarmState;
import io.nextclick.codec.CodecSettings;

/** Reads the alarms that the job writes. Not thread-safe. */
public final class AlarmReader {

    private final OwnRecords<Alarm> decoder =
            new OwnRecords<>(Alarm.getClassSchema(), CodecSettings.DEFAULT);

    /**
     * Reads one record.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    public ReadAlarm read(byte[] value) {
        Alarm alarm = decoder.decode(value);
        return new ReadAlarm(
                alarm.getSeries(),
                alarm.getState() == AlarmState.OPEN,
                alarm.getSince().toEpochMilli(),
                alarm.getExpected(),
                alarm.getObserved(),
                alarm.getCause());
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
