package io.nextclick.alarm;

/** What was learnt of a series: what is usual, and how far its minutes are from that. */
final class SeriesNorm {

    /** What is usual in an hour of the week, a minute or as a share; and in how many weeks. */
    float[] shape = new float[SeriesState.SLOTS];

    /** Dispersion of minutes within that hour. */
    float[] burst = new float[SeriesState.SLOTS];

    byte[] weeks = new byte[SeriesState.SLOTS];

    /** The hour so far: count, base, squared deviations less what is expected of them, squares. */
    float hourCount;

    float hourBase;
    float hourExcess;
    float hourSquares;
    int hourMinutes;

    /** Decayed sums of the last minutes: count and base. */
    float levelCount;

    float levelBase;

    /** Decayed sums of the last days: count, and what the shape says. */
    float dayCount;

    float dayShape;

    /** Of each window decayed sums: squared deviations less what is expected, squared means. */
    float[] excess = new float[SeriesState.WINDOWS.length];

    float[] squares = new float[SeriesState.WINDOWS.length];
}
