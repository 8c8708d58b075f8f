package io.nextclick.gateway;

import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** One reader's stream. What waits for the reader has a bound; beyond it the stream is cut off. */
final class EventStream {

    /** Events that may wait for the reader. */
    static final int QUEUE = 256;

    private static final long HEARTBEAT_MILLIS = 15_000;

    private final ServerSentEventConnection connection;
    private final Site site;
    private final String deviceKey;
    private final boolean inspects;
    private final Counts counts;
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();

    private volatile String personKey;

    EventStream(
            ServerSentEventConnection connection,
            Site site,
            String deviceKey,
            String personKey,
            boolean inspects,
            Counts counts) {
        this.connection = connection;
        this.site = site;
        this.deviceKey = deviceKey;
        this.inspects = inspects;
        this.counts = counts;
        this.personKey = personKey;
    }

    /** Begins, and says once when it ends, also if it has ended before. */
    void start(Runnable closed) {
        connection.setKeepAliveTime(HEARTBEAT_MILLIS);
        connection.addCloseTask(gone -> end(closed));
        if (!connection.isOpen()) {
            end(closed);
        }
    }

    private void end(Runnable closed) {
        if (ended.compareAndSet(false, true)) {
            closed.run();
        }
    }

    boolean hasEnded() {
        return ended.get();
    }

    Site site() {
        return site;
    }

    String deviceKey() {
        return deviceKey;
    }

    boolean inspects() {
        return inspects;
    }

    String personKey() {
        return personKey;
    }

    void setPersonKey(String key) {
        personKey = key;
    }

    /** Sends an event, or cuts the stream off if too many wait. */
    void send(String name, String data) {
        if (queued.incrementAndGet() > QUEUE) {
            counts.add("streams_cut_total");
            cut();
            return;
        }
        connection.send(data, name, null, new Sent());
    }

    void cut() {
        IoUtils.safeClose(connection);
    }

    /** Counts what no longer waits. */
    private final class Sent implements ServerSentEventConnection.EventCallback {
        @Override
        public void done(
                ServerSentEventConnection to,
                @Nullable String data,
                @Nullable String event,
                @Nullable String id) {
            queued.decrementAndGet();
        }

        @Override
        public void failed(
                ServerSentEventConnection to,
                @Nullable String data,
                @Nullable String event,
                @Nullable String id,
                IOException e) {
            queued.decrementAndGet();
        }
    }
}
