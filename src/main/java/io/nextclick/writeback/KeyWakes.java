package io.nextclick.writeback;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Visits keys at times of the processing clock. In memory alone: a timer of Flink's is written to
 * the state backend when it is set and again when it fires, and these are mostly cancelled within
 * milliseconds. A restart forgets them, so the function begins with a sweep over the keys that it
 * has state of. Bounded by what the function waits for at a time.
 */
public final class KeyWakes implements AutoCloseable {

    private final ProcessingTimeService timers;
    private final Consumer<String> visit;
    private final Map<Long, Due> byTime = new HashMap<>();

    /** What is due at one time. */
    private record Due(Set<String> keys, ScheduledFuture<?> timer) {}

    KeyWakes(ProcessingTimeService timers, Consumer<String> visit) {
        this.timers = timers;
        this.visit = visit;
    }

    /**
     * Has a key visited, once however often it is said.
     *
     * @param millis when, ms since the epoch; few different ones, since each is a timer
     */
    public void wake(String key, long millis) {
        byTime.computeIfAbsent(millis, this::due).keys().add(key);
    }

    /** Takes that back. */
    public void cancel(String key, long millis) {
        Due due = byTime.get(millis);
        if (due != null) {
            due.keys().remove(key);
        }
    }

    /** How many visits are to come. */
    int size() {
        return byTime.values().stream().mapToInt(each -> each.keys().size()).sum();
    }

    private Due due(long millis) {
        return new Due(new LinkedHashSet<>(), timers.registerTimer(millis, this::fire));
    }

    private void fire(long millis) {
        Due due = byTime.remove(millis);
        if (due != null) {
            due.keys().forEach(visit);
        }
    }

    @Override
    public void close() {
        byTime.values().forEach(each -> each.timer().cancel(false));
        byTime.clear();
    }
}
