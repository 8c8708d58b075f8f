package io.nextclick.identity;

import java.util.Arrays;

/** One visit of a device on a network. Stored: its fields are part of every savepoint. */
public final class DeviceVisit {

    private static final int MAX_TOPICS = 6;

    public long startMillis;
    public long endMillis;

    /** Hashes of its first different topics. */
    public int[] topics = {};

    /** For Flink's serializer. */
    public DeviceVisit() {}

    static DeviceVisit startingAt(long millis) {
        DeviceVisit visit = new DeviceVisit();
        visit.startMillis = millis;
        visit.endMillis = millis;
        return visit;
    }

    boolean reaches(long millis, long gapMillis) {
        return millis <= endMillis + gapMillis && millis + gapMillis >= startMillis;
    }

    void reach(long millis) {
        startMillis = Math.min(startMillis, millis);
        endMillis = Math.max(endMillis, millis);
    }

    /** Notes what the visit is about; true if that is new and there was room for it. */
    boolean note(int topic) {
        if (topics.length == MAX_TOPICS || has(topic)) {
            return false;
        }
        topics = Arrays.copyOf(topics, topics.length + 1);
        topics[topics.length - 1] = topic;
        return true;
    }

    boolean overlaps(DeviceVisit other) {
        return startMillis <= other.endMillis && other.startMillis <= endMillis;
    }

    /** True if this visit begins soon after the other one ends, with what that one was about. */
    boolean continues(DeviceVisit other, long withinMillis) {
        long pause = startMillis - other.endMillis;
        if (pause <= 0 || pause > withinMillis) {
            return false;
        }
        for (int topic : topics) {
            if (other.has(topic)) {
                return true;
            }
        }
        return false;
    }

    private boolean has(int topic) {
        for (int known : topics) {
            if (known == topic) {
                return true;
            }
        }
        return false;
    }
}
