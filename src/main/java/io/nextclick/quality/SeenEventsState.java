package io.nextclick.quality;

import io.nextclick.event.Event;
import io.nextclick.writeback.StateAccess;
import io.nextclick.writeback.StateSpec;
import java.time.Duration;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The event ids that a key has sent, with the {@link EventContent} of the first event of each; an
 * id with other contents is remembered once more with each. Each expires by its TTL, counted from
 * its first.
 */
final class SeenEventsState {

    private static final char SEPARATOR = '\0';

    private final MapState<String, Integer> ids;
    private final StateAccess access;

    SeenEventsState(RuntimeContext context, Duration ttl, StateAccess access) {
        this.ids = context.getMapState(descriptor(ttl));
        this.access = access;
    }

    /** The state's descriptor, for the operator and for tools that read savepoints. */
    static MapStateDescriptor<String, Integer> descriptor(Duration ttl) {
        var descriptor = StateSpec.map("seen-events", Integer.class);
        descriptor.enableTimeToLive(StateSpec.expiry(ttl));
        return descriptor;
    }

    /** What an event is to those before it. */
    enum Outcome {
        NEW,
        REPEATED,
        /** Another event had the id. */
        CONFLICTING
    }

    /** Remembers an event. */
    Outcome remember(Event event) throws Exception {
        int content = EventContent.hash(event);
        Integer known = read(event.eventId());
        if (known == null) {
            write(event.eventId(), content);
            return Outcome.NEW;
        }
        if (known == content) {
            return Outcome.REPEATED;
        }
        String other = event.eventId() + SEPARATOR + content;
        if (read(other) != null) {
            return Outcome.REPEATED;
        }
        write(other, content);
        return Outcome.CONFLICTING;
    }

    private @Nullable Integer read(String key) throws Exception {
        access.read();
        return ids.get(key);
    }

    private void write(String key, int content) throws Exception {
        access.write();
        ids.put(key, content);
    }
}
