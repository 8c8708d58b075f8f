package io.nextclick.segment;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.AggregatingState;
import org.apache.flink.api.common.state.AggregatingStateDescriptor;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReducingState;
import org.apache.flink.api.common.state.ReducingStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state in memory, for one person at a time: what Flink CEP's shared buffer is given instead
 * of a state backend. It has maps only, since the buffer uses nothing else.
 */
final class MemoryStore implements KeyedStateStore {

    private final Map<String, MemoryMap<?, ?>> maps = new LinkedHashMap<>();

    /** Puts copies of the contents of maps in, by the maps' names. */
    void lend(Map<String, Map<?, ?>> contents) {
        maps.forEach((name, map) -> map.lend(contents.getOrDefault(name, Map.of())));
    }

    /** Takes the contents of all maps out. */
    Map<String, Map<?, ?>> take() {
        Map<String, Map<?, ?>> contents = new LinkedHashMap<>();
        maps.forEach((name, map) -> contents.put(name, map.take()));
        return contents;
    }

    /** Entries of all maps. */
    int size() {
        int size = 0;
        for (MemoryMap<?, ?> map : maps.values()) {
            size += map.entries.size();
        }
        return size;
    }

    void clear() {
        maps.values().forEach(MemoryMap::clear);
    }

    @Override
    public <K, V> MapState<K, V> getMapState(MapStateDescriptor<K, V> descriptor) {
        MemoryMap<K, V> map = new MemoryMap<>(descriptor.getValueSerializer());
        maps.put(descriptor.getName(), map);
        return map;
    }

    @Override
    public <T> ValueState<T> getState(ValueStateDescriptor<T> descriptor) {
        throw new UnsupportedOperationException("no value state " + descriptor.getName());
    }

    @Override
    public <T> ListState<T> getListState(ListStateDescriptor<T> descriptor) {
        throw new UnsupportedOperationException("no list state " + descriptor.getName());
    }

    @Override
    public <T> ReducingState<T> getReducingState(ReducingStateDescriptor<T> descriptor) {
        throw new UnsupportedOperationException("no reducing state " + descriptor.getName());
    }

    @Override
    public <I, A, O> AggregatingState<I, O> getAggregatingState(
            AggregatingStateDescriptor<I, A, O> descriptor) {
        throw new UnsupportedOperationException("no aggregating state " + descriptor.getName());
    }

    @Override
    public <T> org.apache.flink.api.common.state.v2.ValueState<T> getValueState(
            org.apache.flink.api.common.state.v2.ValueStateDescriptor<T> descriptor) {
        throw new UnsupportedOperationException("no asynchronous state");
    }

    @Override
    public <E> org.apache.flink.api.common.state.v2.ListState<E> getListState(
            org.apache.flink.api.common.state.v2.ListStateDescriptor<E> descriptor) {
        throw new UnsupportedOperationException("no asynchronous state");
    }

    @Override
    public <K, V> org.apache.flink.api.common.state.v2.MapState<K, V> getMapState(
            org.apache.flink.api.common.state.v2.MapStateDescriptor<K, V> descriptor) {
        throw new UnsupportedOperationException("no asynchronous state");
    }

    @Override
    public <T> org.apache.flink.api.common.state.v2.ReducingState<T> getReducingState(
            org.apache.flink.api.common.state.v2.ReducingStateDescriptor<T> descriptor) {
        throw new UnsupportedOperationException("no asynchronous state");
    }

    @Override
    public <I, A, O>
            org.apache.flink.api.common.state.v2.AggregatingState<I, O> getAggregatingState(
                    org.apache.flink.api.common.state.v2.AggregatingStateDescriptor<I, A, O>
                            descriptor) {
        throw new UnsupportedOperationException("no asynchronous state");
    }

    @Override
    public String getBackendTypeIdentifier() {
        return "memory";
    }

    /**
     * One map.
     *
     * @param <K> keys
     * @param <V> values
     */
    static final class MemoryMap<K, V> implements MapState<K, V> {
        private final TypeSerializer<V> values;
        private Map<K, V> entries = new HashMap<>();

        MemoryMap(TypeSerializer<V> values) {
            this.values = values;
        }

        /** Keys are values; what is kept under them is not. */
        @SuppressWarnings("unchecked")
        private void lend(Map<?, ?> contents) {
            entries.clear();
            contents.forEach((key, value) -> entries.put((K) key, values.copy((V) value)));
        }

        private Map<K, V> take() {
            Map<K, V> taken = entries;
            entries = new HashMap<>();
            return taken;
        }

        @Override
        public @Nullable V get(K key) {
            return entries.get(key);
        }

        @Override
        public void put(K key, V value) {
            entries.put(key, value);
        }

        @Override
        public void putAll(Map<K, V> map) {
            entries.putAll(map);
        }

        @Override
        public void remove(K key) {
            entries.remove(key);
        }

        @Override
        public boolean contains(K key) {
            return entries.containsKey(key);
        }

        @Override
        public Iterable<Map.Entry<K, V>> entries() {
            return entries.entrySet();
        }

        @Override
        public Iterable<K> keys() {
            return entries.keySet();
        }

        @Override
        public Iterable<V> values() {
            return entries.values();
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return entries.entrySet().iterator();
        }

        @Override
        public boolean isEmpty() {
            return entries.isEmpty();
        }

        @Override
        public void clear() {
            entries.clear();
        }
    }
}
