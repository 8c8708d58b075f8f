package io.nextclick.alarm;

import java.util.Arrays;
import java.util.function.Consumer;

/** The minutes of a series that are counted and not judged yet. */
final class PendingMinutes {

    private static final long[] NONE = {};

    private PendingMinutes() {}

    /** Adds what a subtask counted; false if its minute is judged already. */
    static boolean add(SeriesState series, SeriesCount counted) {
        if (counted.minute() < series.minute) {
            return false;
        }
        if (counted.minute() - series.minute >= SeriesState.PENDING) {
            skipTo(series, counted.minute());
        }
        int at = (int) (counted.minute() - series.minute);
        if (at >= series.counts.length) {
            series.counts = Arrays.copyOf(series.counts, at + 1);
            series.bases = Arrays.copyOf(series.bases, at + 1);
        }
        series.counts[at] += counted.count();
        series.bases[at] += counted.base();
        for (int i = 0; i < counted.parts().length; i++) {
            Causes.add(series, counted.parts()[i], counted.partCounts()[i]);
        }
        series.seenMinute = Math.max(series.seenMinute, counted.minute());
        return true;
    }

    /** Judges all up to a minute, and hands out what becomes of it. */
    static void judge(
            SeriesState series, String key, long last, SeriesWatch watch, Consumer<Alarm> out) {
        if (last - series.minute >= SeriesState.PENDING) {
            skipTo(series, last);
        }
        int judged = 0;
        while (series.minute <= last) {
            boolean counted = judged < series.counts.length;
            long count = counted ? series.counts[judged] : 0;
            long base = counted ? series.bases[judged] : 0;
            watch.judge(series, key, count, base).ifPresent(out);
            judged++;
        }
        if (judged > 0) {
            int from = Math.min(judged, series.counts.length);
            series.counts = Arrays.copyOfRange(series.counts, from, series.counts.length);
            series.bases = Arrays.copyOfRange(series.bases, from, series.bases.length);
        }
    }

    /** Leaves out minutes of which too many passed at once: the job did not run. */
    private static void skipTo(SeriesState series, long minute) {
        series.minute = minute;
        series.counts = NONE;
        series.bases = NONE;
        series.ring = 0;
    }
}
