package io.nextclick.writeback;

import java.util.Iterator;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Visits every key of a state in slices, so that elements are processed in between. RocksDB lists
 * the keys as they were at the start; the heap, which holds them all in memory anyway, is listed at
 * once. One that is begun while another runs follows it. A restart forgets a sweep; the function
 * begins it again.
 */
final class KeySweep implements AutoCloseable {

    /** Changes often come many at a time, and one sweep does for all of them. */
    private static final long DELAY_MILLIS = 200;

    private static final long SLICE_MILLIS = 20;
    private static final long SECOND_MILLIS = 1_000;

    private final SweepFunction function;
    private final KeyedStateBackend<String> backend;
    private final ProcessingTimeService timers;
    private final Consumer<String> visit;

    private @Nullable Stream<String> keys;
    private @Nullable Iterator<String> left;
    private @Nullable ScheduledFuture<?> pending;
    private @Nullable ScheduledFuture<?> next;
    private boolean starting;
    private boolean slicing;
    private boolean again;

    KeySweep(
            SweepFunction function,
            KeyedStateBackend<String> backend,
            ProcessingTimeService timers,
            Consumer<String> visit) {
        this.function = function;
        this.backend = backend;
        this.timers = timers;
        this.visit = visit;
    }

    void start() {
        if (!starting) {
            starting = true;
            pending =
                    timers.registerTimer(
                            timers.getCurrentProcessingTime() + DELAY_MILLIS, time -> begin());
        }
    }

    private void begin() {
        starting = false;
        if (slicing) {
            // Changes that keep coming would else never let it get to the last keys.
            again = true;
            return;
        }
        boolean onHeap = !backend.isSafeToReuseKVState();
        // What is in memory alone has no key in the backend yet.
        function.writeBackState().flush(!onHeap);
        Stream<String> all =
                backend.getKeys(function.spec().descriptor().getName(), VoidNamespace.INSTANCE);
        keys = all;
        left = onHeap ? all.toList().iterator() : all.iterator();
        slicing = true;
        next();
    }

    private void next() {
        next =
                timers.registerTimer(
                        timers.getCurrentProcessingTime() + SLICE_MILLIS, time -> slice());
    }

    private void slice() {
        Iterator<String> rest = left;
        long most = Math.max(1, function.sweptPerSecond() * SLICE_MILLIS / SECOND_MILLIS);
        for (long i = 0; rest != null && i < most && rest.hasNext(); i++) {
            visit.accept(rest.next());
        }
        if (rest != null && rest.hasNext()) {
            next();
        } else {
            slicing = false;
            endListing();
            if (again) {
                again = false;
                begin();
            }
        }
    }

    @Override
    public void close() {
        cancel(pending);
        cancel(next);
        endListing();
    }

    private static void cancel(@Nullable ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void endListing() {
        Stream<String> open = keys;
        if (open != null) {
            open.close();
        }
        keys = null;
        left = null;
    }
}
