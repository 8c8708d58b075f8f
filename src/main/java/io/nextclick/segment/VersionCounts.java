package io.nextclick.segment;

/**
 * What is counted of one version of a rule. Stored: its fields are part of every savepoint. The
 * numbers of a minute are those of the minute that is being counted.
 */
public final class VersionCounts {

    public int version;

    /** Members now; never below 0. */
    public long size;

    /** Members of the version in force before, when this one came in force; 0 for none. */
    public long sizeBefore;

    public long entries;
    public long refreshes;
    public long exits;

    /** True if anything happened in the minute; also if a member went on under another version. */
    public boolean changed;

    /** True if anything happened in the minute before. */
    public boolean changedBefore;

    /** For Flink's serializer. */
    public VersionCounts() {}

    VersionCounts(int version, long sizeBefore) {
        this.version = version;
        this.sizeBefore = sizeBefore;
    }

    /** A member leaves; false if there is none. */
    boolean leave() {
        changed = true;
        if (size == 0) {
            return false;
        }
        size--;
        return true;
    }

    /** True if the minute is to be emitted. */
    boolean isEmitted() {
        return size > 0 || changed || changedBefore;
    }

    SegmentMetrics metrics(String site, String ruleId, long minuteMillis) {
        Double shift = sizeBefore == 0 ? null : (double) (size - sizeBefore) / sizeBefore;
        return new SegmentMetrics(
                site, ruleId, version, minuteMillis, size, entries, refreshes, exits, shift);
    }

    void beginMinute() {
        changedBefore = changed;
        changed = false;
        entries = 0;
        refreshes = 0;
        exits = 0;
    }
}
