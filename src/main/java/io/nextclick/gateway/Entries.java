package io.nextclick.gateway;

import io.nextclick.bound.BoundedMap;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/**
 * A view whose entries have a stamp: a record with a lower stamp than a former one of its key was
 * written by a process that woke up late, and is left out. Of the jobs' records it is the header
 * {@code epoch}, of items their {@code updated_at}.
 */
final class Entries implements AutoCloseable {

    /** Names the layout of values: what was kept in another one is not read. */
    static final int LAYOUT = 2;

    /** The stamp of records that have none, which hold as they come. */
    static final long NONE = -1;

    private static final int MAX_REMOVED = 100_000;

    private final View view;
    private final Map<View.Kind, Long> highest = new EnumMap<>(View.Kind.class);

    /** Stamps of removed entries: the newest removals, since late records come soon or never. */
    private final Map<String, Long> removed = BoundedMap.byFirstPut(MAX_REMOVED);

    Entries(View view) {
        this.view = view;
    }

    Names names() {
        return view.names();
    }

    /** A value; null if there is none. */
    byte @Nullable [] get(View.Kind kind, String key) {
        byte[] stamped = view.get(kind, key);
        return stamped == null ? null : value(stamped);
    }

    /** The values whose keys are this one, a slash and one more part, by that part. */
    Map<String, byte[]> below(View.Kind kind, String key) {
        Map<String, byte[]> values = new TreeMap<>();
        view.below(kind, key).forEach((part, stamped) -> values.put(part, value(stamped)));
        return values;
    }

    /**
     * Sets or removes a value; for one thread.
     *
     * @param stamp of the record, or {@link #NONE}
     * @return false if it was left out
     */
    boolean put(View.Kind kind, String key, byte @Nullable [] value, long stamp) {
        if (stamp != NONE && isLate(kind, key, stamp)) {
            return false;
        }
        if (value == null) {
            view.put(kind, key, null);
            if (stamp != NONE) {
                removed.put(kind + key, stamp);
            }
        } else {
            view.put(kind, key, stamped(value, stamp));
        }
        return true;
    }

    private boolean isLate(View.Kind kind, String key, long stamp) {
        if (stamp >= highest.getOrDefault(kind, NONE)) {
            // No former record of any key has a higher one, so none has to be looked at.
            highest.put(kind, stamp);
            return false;
        }
        byte[] former = former(kind, key);
        long before =
                former == null
                        ? removed.getOrDefault(kind + key, NONE)
                        : ByteUtils.readVarlong(ByteBuffer.wrap(former));
        return stamp < before;
    }

    private byte @Nullable [] former(View.Kind kind, String key) {
        view.flush();
        if (!kind.isBelow()) {
            return view.get(kind, key);
        }
        int slash = key.lastIndexOf('/');
        return view.below(kind, key.substring(0, Math.max(slash, 0))).get(key.substring(slash + 1));
    }

    /** Lets readers see all that was put. */
    void flush() {
        view.flush();
    }

    private static byte[] stamped(byte[] value, long stamp) {
        ByteBuffer into = ByteBuffer.allocate(ByteUtils.sizeOfVarlong(stamp) + value.length);
        ByteUtils.writeVarlong(stamp, into);
        return into.put(value).array();
    }

    private static byte[] value(byte[] stamped) {
        ByteBuffer from = ByteBuffer.wrap(stamped);
        ByteUtils.readVarlong(from);
        return Arrays.copyOfRange(stamped, from.position(), stamped.length);
    }

    Map<TopicPartition, Long> offsets() {
        return view.offsets();
    }

    void keep(Map<TopicPartition, Long> offsets) {
        view.keep(offsets);
    }

    @Override
    public void close() {
        view.close();
    }
}
