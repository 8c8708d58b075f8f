package io.nextclick.gateway;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A view in this process's memory; each start reads the topics from their beginning. */
final class HeapView implements View {

    private final Names names = new Names.Numbered();
    private final Map<Kind, ConcurrentMap<String, byte[]>> entries = new EnumMap<>(Kind.class);

    /** Entries with a further part, by what is before it. */
    private final Map<Kind, ConcurrentMap<String, Map<String, byte[]>>> below =
            new EnumMap<>(Kind.class);

    HeapView() {
        for (Kind kind : Kind.values()) {
            entries.put(kind, new ConcurrentHashMap<>());
            below.put(kind, new ConcurrentHashMap<>());
        }
    }

    private static <T> ConcurrentMap<String, T> of(
            Kind kind, Map<Kind, ConcurrentMap<String, T>> all) {
        ConcurrentMap<String, T> found = all.get(kind);
        if (found == null) {
            throw new IllegalStateException("no entries of " + kind);
        }
        return found;
    }

    @Override
    public Names names() {
        return names;
    }

    @Override
    public byte @Nullable [] get(Kind kind, String key) {
        return of(kind, entries).get(key);
    }

    @Override
    public Map<String, byte[]> below(Kind kind, String key) {
        return of(kind, below).getOrDefault(key, Map.of());
    }

    @Override
    public void put(Kind kind, String key, byte @Nullable [] value) {
        if (kind.isBelow()) {
            putBelow(kind, key, value);
        } else if (value == null) {
            of(kind, entries).remove(key);
        } else {
            of(kind, entries).put(key, value);
        }
    }

    private void putBelow(Kind kind, String key, byte @Nullable [] value) {
        int slash = key.lastIndexOf('/');
        String parent = key.substring(0, Math.max(slash, 0));
        String part = key.substring(slash + 1);
        of(kind, below)
                .compute(
                        parent,
                        (each, before) -> {
                            // Few a person: a small map of its own each time, which readers may
                            // hold.
                            Map<String, byte[]> after = new HashMap<>();
                            if (before != null) {
                                after.putAll(before);
                            }
                            if (value == null) {
                                after.remove(part);
                            } else {
                                after.put(part, value);
                            }
                            return after.isEmpty() ? null : Map.copyOf(after);
                        });
    }

    @Override
    public Map<TopicPartition, Long> offsets() {
        return Map.of();
    }

    @Override
    public void keep(Map<TopicPartition, Long> offsets) {
        // Nothing of it outlives the process.
    }

    @Override
    public void close() {
        entries.values().forEach(Map::clear);
        below.clear();
    }
}
