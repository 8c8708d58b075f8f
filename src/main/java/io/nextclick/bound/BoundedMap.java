package io.nextclick.bound;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map of at most so many entries: a new one beyond that evicts the eldest, which is the first of
 * its iterators. The factory methods say which that is. Not thread-safe.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1;
    private static final int CAPACITY = 16;
    private static final float LOAD_FACTOR = 0.75f;

    private final int most;
    private final boolean putRenews;

    private BoundedMap(int most, boolean putRenews, boolean readRenews) {
        super(CAPACITY, LOAD_FACTOR, readRenews);
        if (most < 1) {
            throw new IllegalArgumentException("a map of at most %d entries".formatted(most));
        }
        this.most = most;
        this.putRenews = putRenews;
    }

    /**
     * The eldest is the key that came in first; that it is put again does not count.
     *
     * @param most entries, at least 1
     * @throws IllegalArgumentException if there is room for none
     */
    public static <K, V> BoundedMap<K, V> byFirstPut(int most) {
        return new BoundedMap<>(most, false, false);
    }

    /**
     * The eldest is the key whose last {@link #put} is longest ago; other methods renew nothing.
     *
     * @param most entries, at least 1
     * @throws IllegalArgumentException if there is room for none
     */
    public static <K, V> BoundedMap<K, V> byLastPut(int most) {
        return new BoundedMap<>(most, true, false);
    }

    /**
     * The eldest is the key that was neither read nor put for longest.
     *
     * @param most entries, at least 1
     * @throws IllegalArgumentException if there is room for none
     */
    public static <K, V> BoundedMap<K, V> byLastUse(int most) {
        return new BoundedMap<>(most, false, true);
    }

    @Override
    public @Nullable V put(K key, V value) {
        if (!putRenews) {
            return super.put(key, value);
        }
        V before = remove(key);
        super.put(key, value);
        return before;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
