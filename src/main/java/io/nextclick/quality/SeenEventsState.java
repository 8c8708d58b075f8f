package io.nextclick.quality;

import io.nextclick.writeback.StateAccess;
import io.nextclick.writeback.StateSpec;
import java.time.Duration;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;

/** The event ids that a key has sent; each expires by its TTL, counted from its first. */
final class SeenEventsState {

    private final MapState<String, Boolean> ids;
    private final StateAccess access;

    SeenEventsState(RuntimeContext context, Duration ttl, StateAccess access) {
        this.ids = context.getMapState(descriptor(ttl));
        this.access = access;
    }

    /** The state's descriptor, for the operator and for tools that read savepoints. */
    static MapStateDescriptor<String, Boolean> descriptor(Duration ttl) {
        var descriptor = StateSpec.map("seen-events", Boolean.class);
        descriptor.enableTimeToLive(StateSpec.expiry(ttl));
        return descriptor;
    }

    /** Remembers an id; false if it was known. */
    boolean remember(String eventId) throws Exception {
        access.read();
        if (ids.contains(eventId)) {
            return false;
        }
        access.write();
        ids.put(eventId, Boolean.TRUE);
        return true;
    }
}
