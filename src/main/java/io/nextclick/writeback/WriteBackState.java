package io.nextclick.writeback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * A value for each key, kept as a live object in front of a {@link ValueState}. A message for a hot
 * key costs a map look-up instead of a read, two serializations and a write.
 *
 * <p>Invariant: after {@link #flush} the keyed state equals what {@link #get} has handed out and
 * {@link #changed} has announced. The operator flushes before each snapshot, so no update is ever
 * outside one. Consequence for operations: a snapshot first writes at most {@code maxChanged}
 * values, which bounds its synchronous part.
 *
 * <p>Memory is bounded by {@code capacity} objects a subtask; the least recently used leave first.
 *
 * @param <V> the value; mutable, owned by this object between calls
 */
public final class WriteBackState<V> {

    private static final float LOAD_FACTOR = 0.75f;

    private final int capacity;
    private final int maxChanged;
    private final Supplier<V> fresh;
    private final ValueState<V> state;
    private final Consumer<String> currentKey;
    private final StateAccess access;

    private final LinkedHashMap<String, Entry<V>> entries =
            new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private final Set<String> changed = new LinkedHashSet<>();

    /** The keys with a stored value; null if these were not listed, or are too many. */
    private @Nullable Set<String> stored;

    /** The entry asked for last, so the most recently used one: a message asks more than once. */
    private @Nullable Entry<V> inUse;

    private String keyInUse = "";

    /**
     * The state behind an operator.
     *
     * @param limits how many objects may stay in memory, and how many of them unwritten
     * @param fresh makes the value of a key that has none
     * @param state where the values belong
     * @param currentKey sets the operator's current key
     * @param access counts reads and writes of the state
     */
    WriteBackState(
            Limits limits,
            Supplier<V> fresh,
            ValueState<V> state,
            Consumer<String> currentKey,
            StateAccess access) {
        this.capacity = limits.capacity();
        this.maxChanged = limits.maxChanged();
        this.fresh = fresh;
        this.state = state;
        this.currentKey = currentKey;
        this.access = access;
    }

    /**
     * From now on no value is looked for where none is stored. For states with few stored values.
     *
     * @param keys all that have a value by now
     */
    void knowStored(Iterator<String> keys) {
        stored = new HashSet<>();
        while (stored != null && keys.hasNext()) {
            know(keys.next());
        }
    }

    /**
     * The value of the key that the operator is processing; a fresh one if there is none. Call
     * {@link #changed} or {@link #remove} after using it, or leave it as it was.
     *
     * @param key the operator's current key
     */
    public V get(String key) {
        Entry<V> entry = entryOf(key);
        if (entry == null) {
            entry = put(key, new Entry<>(mayBeStored(key) ? read() : null));
        }
        V value = entry.value;
        if (value == null) {
            value = fresh.get();
            entry.value = value;
        }
        return value;
    }

    /** Announces that the value of the current key was changed. */
    public void changed(String key) {
        Entry<V> entry = entryOf(key);
        if (entry == null || entry.changed) {
            return;
        }
        entry.changed = true;
        changed.add(key);
        if (changed.size() > maxChanged) {
            Iterator<String> oldest = changed.iterator();
            String first = oldest.next();
            oldest.remove();
            Entry<V> longest = entries.get(first);
            if (longest != null) {
                writeUnder(first, longest);
                currentKey.accept(key);
            }
        }
    }

    /** Removes the value of the current key; a value never written costs no access at all. */
    public void remove(String key) {
        Entry<V> entry = entryOf(key);
        if (entry == null) {
            // Not read, so it may well be stored.
            entry = put(key, new Entry<>(null));
            entry.stored = mayBeStored(key);
        }
        entry.value = null;
        if (entry.stored) {
            changed(key);
        } else if (entry.changed) {
            entry.changed = false;
            changed.remove(key);
        }
    }

    /**
     * Writes every changed value; the operator calls it before a snapshot.
     *
     * @param keepObjects false if the state holds the very objects, as on the heap: they are then
     *     fetched again, so that the backend can copy those that a running snapshot still reads
     */
    void flush(boolean keepObjects) {
        for (String key : changed) {
            Entry<V> entry = entries.get(key);
            if (entry != null) {
                writeUnder(key, entry);
            }
        }
        changed.clear();
        if (!keepObjects) {
            entries.clear();
            inUse = null;
        }
    }

    StateAccess access() {
        return access;
    }

    private @Nullable Entry<V> entryOf(String key) {
        if (inUse == null || !keyInUse.equals(key)) {
            inUse = entries.get(key);
            keyInUse = key;
        }
        return inUse;
    }

    private Entry<V> put(String key, Entry<V> entry) {
        entries.put(key, entry);
        inUse = entry;
        keyInUse = key;
        evictBeyondCapacity(key);
        return entry;
    }

    private void evictBeyondCapacity(String current) {
        if (entries.size() <= capacity) {
            return;
        }
        Iterator<Map.Entry<String, Entry<V>>> eldest = entries.entrySet().iterator();
        Map.Entry<String, Entry<V>> victim = eldest.next();
        String key = victim.getKey();
        Entry<V> entry = victim.getValue();
        eldest.remove();
        if (entry.changed) {
            changed.remove(key);
            writeUnder(key, entry);
            currentKey.accept(current);
        }
    }

    private boolean mayBeStored(String key) {
        return stored == null || stored.contains(key);
    }

    private @Nullable V read() {
        access.read();
        try {
            return state.value();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read keyed state", e);
        }
    }

    private void writeUnder(String key, Entry<V> entry) {
        currentKey.accept(key);
        entry.changed = false;
        try {
            V value = entry.value;
            if (value != null) {
                access.write();
                state.update(value);
                entry.stored = true;
                know(key);
            } else if (entry.stored) {
                access.write();
                state.clear();
                entry.stored = false;
                if (stored != null) {
                    stored.remove(key);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write keyed state of " + key, e);
        }
    }

    private void know(String key) {
        if (stored != null && stored.add(key) && stored.size() > capacity) {
            stored = null;
        }
    }

    /**
     * Bounds of the objects in memory, of one operator's subtask.
     *
     * @param capacity most objects
     * @param maxChanged most objects that are not yet written
     */
    public record Limits(int capacity, int maxChanged) implements java.io.Serializable {

        /** Rejects bounds below 1. */
        public Limits {
            if (capacity < 1 || maxChanged < 1) {
                throw new IllegalArgumentException(
                        "capacity %d and maxChanged %d must be at least 1"
                                .formatted(capacity, maxChanged));
            }
        }

        /**
         * The same number of objects, all of which may wait for the next snapshot: for values that
         * seldom live that long.
         */
        public Limits allUnwritten() {
            return new Limits(capacity, capacity);
        }
    }

    private static final class Entry<V> {
        private @Nullable V value;
        private boolean stored;

        /** True as long as its key is among the changed ones. */
        private boolean changed;

        private Entry(@Nullable V stored) {
            this.value = stored;
            this.stored = stored != null;
        }
    }
}
