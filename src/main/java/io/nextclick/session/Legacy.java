package io.nextclick.session;

import io.nextclick.event.EventType;
import io.nextclick.event.PastEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what 0.1 kept of a session into events. */
final class Legacy {

    private Legacy() {}

    /**
     * As many events of each type as the session had, at its start; the recent items at their own
     * times, and one event at its end.
     */
    static List<PastEvent> events(OpenSession session) {
        // Counted as with a user id: the device does not know of them, so could not give them away.
        String device = session.devices.isEmpty() ? null : session.devices.get(0);
        List<PastEvent> events = new ArrayList<>(session.events);
        int recent = 0;
        for (EventType type : EventType.values()) {
            int count = session.countsByType.getOrDefault(type.name(), 0);
            for (int i = 0; i < count; i++) {
                String item = null;
                long millis = session.startMillis;
                if (type.isInterest() && recent < session.recentItems.size()) {
                    item = session.recentItems.get(recent);
                    millis = session.recentMillis.get(recent++);
                }
                events.add(event(millis, type, device, item));
            }
        }
        stretch(events, session);
        return events;
    }

    private static void stretch(List<PastEvent> events, OpenSession session) {
        boolean ends = false;
        for (PastEvent event : events) {
            ends |= event.occurredAtMillis() == session.endMillis;
        }
        for (int i = 0; i < events.size() && !ends; i++) {
            PastEvent event = events.get(i);
            if (event.itemId() == null) {
                String device = event.deviceId();
                events.set(i, event(session.endMillis, event.type(), device, null));
                ends = true;
            }
        }
    }

    private static PastEvent event(
            long millis, EventType type, @Nullable String device, @Nullable String item) {
        return new PastEvent(millis, type, false, true, device, 0, item, null, null, -1, 1, 0);
    }
}
