package io.nextclick.segment;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of one rule by version, and the minute that is being counted. Stored: its fields are
 * part of every savepoint.
 *
 * <p>Invariant: the versions are in the order in which they came in force, and the last one is in
 * force. The number does not say it, since a roll-back brings an older one in force again. A
 * version came in force after another if a member of the other goes on under it; a higher number
 * that is new does, too, and whatever has members when the one in force has none. So a matcher that
 * learns of a change of the rule later than others takes nothing back.
 */
public final class SegmentCounts {

    static final long MINUTE_MILLIS = 60_000;
    static final int MAX_VERSIONS = 8;

    /** End of the minute that is being counted, which is its timer; 0 if nothing is counted. */
    public long endMillis;

    /** In the order in which they came in force. */
    public List<VersionCounts> versions = new ArrayList<>();

    /** For Flink's serializer. */
    public SegmentCounts() {}

    /**
     * Takes in a change.
     *
     * @param nowMillis the job's clock
     * @return false if it does not fit what was counted: who goes was not there
     */
    boolean apply(SegmentChange change, long nowMillis) {
        if (endMillis == 0) {
            endMillis = nowMillis - Math.floorMod(nowMillis, MINUTE_MILLIS) + MINUTE_MILLIS;
        }
        VersionCounts version =
                comesInForce(change) ? bringInForce(change.version()) : findOrAdd(change.version());
        version.changed = true;
        return switch (change.kind()) {
            case ENTER -> {
                version.entries++;
                version.size++;
                yield true;
            }
            case REFRESH -> {
                version.refreshes++;
                if (change.previousVersion() == change.version()) {
                    yield version.size > 0;
                }
                version.size++;
                VersionCounts before = find(change.previousVersion());
                yield before != null && before.leave();
            }
            case EXIT -> {
                VersionCounts before = findOrAdd(change.previousVersion());
                before.exits++;
                yield before.leave();
            }
        };
    }

    private boolean comesInForce(SegmentChange change) {
        if (versions.isEmpty()) {
            return true;
        }
        VersionCounts inForce = versions.get(versions.size() - 1);
        if (change.version() == inForce.version) {
            return false;
        }
        boolean isNew = change.version() > inForce.version && find(change.version()) == null;
        return change.previousVersion() == inForce.version
                || (change.kind() != SegmentChange.Kind.EXIT && (isNew || inForce.size == 0));
    }

    private VersionCounts bringInForce(int version) {
        long before = versions.isEmpty() ? 0 : versions.get(versions.size() - 1).size;
        VersionCounts counts = find(version);
        if (counts == null) {
            counts = new VersionCounts(version, before);
        } else {
            versions.remove(counts);
            counts.sizeBefore = before;
        }
        versions.add(counts);
        return counts;
    }

    private VersionCounts findOrAdd(int version) {
        VersionCounts counts = find(version);
        if (counts == null) {
            counts = new VersionCounts(version, 0);
            versions.add(0, counts);
        }
        return counts;
    }

    private @Nullable VersionCounts find(int version) {
        for (VersionCounts counts : versions) {
            if (counts.version == version) {
                return counts;
            }
        }
        return null;
    }

    /**
     * Forgets versions beyond the bound: the oldest without members, else the one with the fewest,
     * but never the one in force.
     *
     * @return how many
     */
    int forgetVersions() {
        int forgotten = 0;
        while (versions.size() > MAX_VERSIONS) {
            int least = 0;
            for (int i = 1; i < versions.size() - 1; i++) {
                if (versions.get(i).size < versions.get(least).size) {
                    least = i;
                }
            }
            versions.remove(least);
            forgotten++;
        }
        return forgotten;
    }

    /** True if the minute that is being counted is over. */
    boolean isDue(long nowMillis) {
        return endMillis != 0 && endMillis <= nowMillis;
    }

    /**
     * Ends the minute that is being counted and begins the next one, which is the last if nothing
     * happened in this one. What has no members is then forgotten.
     *
     * @return what is to be emitted of the minute
     */
    List<SegmentMetrics> closeMinute(String site, String ruleId) {
        List<SegmentMetrics> metrics = new ArrayList<>(versions.size());
        boolean changed = false;
        boolean hasMembers = false;
        for (VersionCounts version : versions) {
            if (version.isEmitted()) {
                metrics.add(version.metrics(site, ruleId, endMillis - MINUTE_MILLIS));
            }
            changed |= version.changed;
            hasMembers |= version.size > 0;
            version.beginMinute();
        }
        endMillis = changed ? endMillis + MINUTE_MILLIS : 0;
        if (!changed && !hasMembers) {
            versions.clear();
        }
        return metrics;
    }

    /** True if nothing is left to count. */
    boolean isIdle() {
        return versions.isEmpty();
    }
}
