package io.nextclick.alarm;

import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of a series. Stored by {@link SeriesStateSerializer}; what is done with it is in
 * {@link Expectation} and {@link SeriesWatch}.
 */
public final class SeriesState {

    /** Hours of a week. */
    static final int SLOTS = 168;

    /** Newest minutes that are kept. */
    static final int RING = 60;

    /** Most minutes that are counted and not judged yet. */
    static final int PENDING = 120;

    /** Most parts of a series. */
    static final int PARTS = 16;

    /** Lengths of what is judged, minutes. */
    static final int[] WINDOWS = {1, 2, 3, 5, 10, 30, RING};

    private static final long[] NONE = {};

    SeriesKind kind = SeriesKind.EVENTS;

    /** First minute that is not judged, minutes since the epoch. */
    long minute;

    /** Newest minute with a count. */
    long seenMinute;

    /** The timer, ms since the epoch; 0 if there is none. */
    long timerMillis;

    /** True if an alarm was ever written, so that one may have to be taken away. */
    boolean published;

    /** Counts and bases from {@link #minute} on. */
    long[] counts = NONE;

    long[] bases = NONE;

    /** Minutes judged, up to what is needed to know that the series is not new. */
    int minutes;

    /** What is expected of its minutes. */
    SeriesNorm norm = new SeriesNorm();

    /** The newest minutes, oldest first. */
    int ring;

    float[] observed = new float[RING];
    float[] expected = new float[RING];

    List<SeriesPart> parts = new ArrayList<>();

    /** First minute of the open alarm; 0 if there is none. */
    long sinceMinute;

    long openedMinute;
    int window;
    Alarm.Direction direction = Alarm.Direction.DROP;
    Alarm.Severity severity = Alarm.Severity.WARNING;
    String cause = "";

    boolean isOpen() {
        return sinceMinute != 0;
    }
}
