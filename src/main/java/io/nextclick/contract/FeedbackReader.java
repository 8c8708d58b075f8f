package io.nextclick.contract;

import io.nextclick.avro.FeedbackMetrics;
import io.nextclick.codec.CodecSettings;

/** Reads the counts of shown lists that the job writes. Not thread-safe. */
public final class FeedbackReader {

    private final OwnRecords<FeedbackMetrics> decoder =
            new OwnRecords<>(FeedbackMetrics.getClassSchema(), CodecSettings.DEFAULT);

    /**
     * Reads one record.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    public ReadCounts read(byte[] value) {
        FeedbackMetrics metrics = decoder.decode(value);
        return new ReadCounts(
                metrics.getSurface(),
                metrics.getSegment() == null,
                metrics.getMinute().toEpochMilli(),
                metrics.getListsShown(),
                metrics.getListsClicked());
    }

    /**
     * By how much the counts of a surface, and of an arm if there is one, changed in a minute.
     *
     * @param surface where the lists were shown
     * @param isOfAll true for all lists; false for those of a segment, which are among them
     * @param minuteMillis start of the minute, ms since the epoch
     * @param listsShown lists of which something was seen
     * @param listsClicked lists with a click
     */
    public record ReadCounts(
            String surface,
            boolean isOfAll,
            long minuteMillis,
            long listsShown,
            long listsClicked) {}
}
