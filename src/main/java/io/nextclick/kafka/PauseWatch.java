package io.nextclick.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the whole process stood still: stopped, frozen with its machine, or in a long
 * collection of garbage. Flink may have given its work to another one in the meantime, and what it
 * would write now is older than what that one has written.
 *
 * <p>One thread a process ticks while there are guards. A gap between two ticks is a pause; since a
 * writer may wake up before that thread, it looks at the time of the last tick, too.
 */
final class PauseWatch {

    private static final long TICK_NANOS = 250_000_000;

    private static final PauseWatch OF_PROCESS = new PauseWatch(System::nanoTime);

    private final LongSupplier nanoTime;
    private final List<Guard> guards = new ArrayList<>();
    private volatile long tickNanos;
    private @Nullable Thread thread;

    /** A watch that somebody else ticks. */
    PauseWatch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.tickNanos = nanoTime.getAsLong();
    }

    /**
     * A guard of this process from now on, until it is closed.
     *
     * @param limitMillis the longest pause that it lets pass
     */
    static Guard ofProcess(long limitMillis) {
        synchronized (OF_PROCESS) {
            OF_PROCESS.tickAlways();
            return OF_PROCESS.guard(limitMillis);
        }
    }

    /** A guard from now on. */
    synchronized Guard guard(long limitMillis) {
        Guard guard = new Guard(limitMillis);
        guards.add(guard);
        return guard;
    }

    /** Looks how long nothing has ticked. */
    synchronized void tick() {
        long now = nanoTime.getAsLong();
        long gap = now - tickNanos;
        for (Guard guard : guards) {
            guard.paused |= gap > guard.limitNanos;
        }
        tickNanos = now;
    }

    private void tickAlways() {
        if (thread != null) {
            return;
        }
        tickNanos = nanoTime.getAsLong();
        Thread ticker = new Thread(this::tickWhileGuarded, "nextclick-pause-watch");
        ticker.setDaemon(true);
        ticker.start();
        thread = ticker;
    }

    private void tickWhileGuarded() {
        while (true) {
            LockSupport.parkNanos(TICK_NANOS);
            tick();
            synchronized (this) {
                if (guards.isEmpty()) {
                    thread = null;
                    return;
                }
            }
        }
    }

    /** Of a writer, which writes no more once its process has stood still for too long. */
    final class Guard implements AutoCloseable {

        private final long limitNanos;
        private volatile boolean paused;

        private Guard(long limitMillis) {
            this.limitNanos = limitMillis * 1_000_000;
        }

        /**
         * Lets a writer go on.
         *
         * @throws IOException if the process has stood still for longer than it may
         */
        void check() throws IOException {
            if (paused || nanoTime.getAsLong() - tickNanos > limitNanos) {
                paused = true;
                throw new IOException(
                        "the process stood still for more than kafka.max-pause=%d ms; another one"
                                        .formatted(limitNanos / 1_000_000)
                                + " may have its work, so it writes no more");
            }
        }

        @Override
        public void close() {
            synchronized (PauseWatch.this) {
                guards.remove(this);
            }
        }
    }
}
