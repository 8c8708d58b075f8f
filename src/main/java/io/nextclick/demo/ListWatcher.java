package io.nextclick.demo;

import io.nextclick.contract.ListReader;
import io.nextclick.contract.ListReader.ReadList;
import io.nextclick.evaluate.NextClickHits;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Takes the lists as a shop's page would, and keeps the figures that a shop would want. */
final class ListWatcher implements BiConsumer<String, byte @Nullable []> {

    private final NextClickHits hits;
    private final Latencies latencies;
    private final NewestLists newest;
    private final ListReader reader = new ListReader();
    private final AtomicLong lists = new AtomicLong();
    private final AtomicReference<@Nullable ReadList> last = new AtomicReference<>();

    ListWatcher(NextClickHits hits, Latencies latencies, NewestLists newest) {
        this.hits = hits;
        this.latencies = latencies;
        this.newest = newest;
    }

    @Override
    public void accept(String key, byte @Nullable [] value) {
        long now = System.nanoTime();
        if (value == null) {
            newest.remove(key);
            return;
        }
        ReadList list = reader.read(value);
        newest.put(key, list);
        latencies.received(list.triggerEventId(), now);
        hits.list(list.triggerEventId(), list.items());
        if (!list.isFallback()) {
            last.set(list);
        }
        lists.incrementAndGet();
    }

    long lists() {
        return lists.get();
    }

    /** A recent list that comes from a person's own behaviour, if there was one. */
    @Nullable ReadList last() {
        return last.get();
    }
}
