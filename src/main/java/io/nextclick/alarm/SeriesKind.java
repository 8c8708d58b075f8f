package io.nextclick.alarm;

/** Kinds of series. Stored and sent by name or place: new ones are last. */
public enum SeriesKind {
    /** How many a minute; both fewer and more are unusual. */
    EVENTS(false, 0.05),
    /** How many a minute of what should not be; only more is unusual, also of the first. */
    REJECTS(false, 0.05),
    /** A share of something, as clicks of lists that were shown. */
    RATE(true, 0.001),
    /** A share that should be small, of what is counted when it is handled. */
    LAG(true, 0.05);

    private final boolean share;
    private final double leastLevel;

    SeriesKind(boolean share, double leastLevel) {
        this.share = share;
        this.leastLevel = leastLevel;
    }

    /** True if it is a share of its base, false if it is a number a minute. */
    boolean isShare() {
        return share;
    }

    /** True if fewer than expected are an alarm: of what should not be, fewer never are. */
    boolean mayDrop() {
        return !isKnown();
    }

    /** What is always expected, so that little of what should not be is no surge. */
    double leastLevel() {
        return leastLevel;
    }

    /** True if it is known what to expect of a series that was never seen: next to nothing. */
    boolean isKnown() {
        return this == REJECTS || this == LAG;
    }

    /** True if its minutes are those of the job's clock, and not of the arrival of events. */
    boolean isOfJobClock() {
        return this == LAG;
    }

    /** Its number in stored bytes. */
    @SuppressWarnings("EnumOrdinal")
    int place() {
        return ordinal();
    }
}
