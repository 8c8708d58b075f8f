package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds deeds that a browser and a server both report, under one event id, of one item. What one
 * source repeats was dropped before, at its device.
 */
final class ReportedDeeds {

    /** Most deeds of a person that are remembered, the newest. */
    static final int MOST = 64;

    private ReportedDeeds() {}

    /**
     * The deed that another source of the person reported before; null if there is none, and then
     * this one is remembered.
     */
    static @Nullable ReportedDeed before(PersonVisits visits, Event event, SessionSettings rules) {
        // Most events are no deeds, and of them nothing has to be made.
        return rules.duplicatesAcrossSources() && isReportedByServers(event.type())
                ? before(visits.reported, ReportedDeed.of(PastEvent.of(event)))
                : null;
    }

    private static @Nullable ReportedDeed before(List<ReportedDeed> reported, ReportedDeed deed) {
        for (ReportedDeed each : reported) {
            if (each.repeats(deed)) {
                return each;
            }
        }
        reported.add(deed);
        if (reported.size() > MOST) {
            reported.remove(0);
        }
        return null;
    }

    /**
     * The history of a device without what another source reported of the person; the rest is
     * remembered in the place of what was remembered of the device.
     */
    static DeviceHistory moved(PersonVisits visits, DeviceHistory history, SessionSettings rules) {
        if (!rules.duplicatesAcrossSources()) {
            return history;
        }
        forget(visits.reported, history.deviceId());
        List<PastEvent> kept = new ArrayList<>(history.events().length);
        for (PastEvent event : history.events()) {
            if (!isReportedByServers(event.type())
                    || before(visits.reported, ReportedDeed.of(event)) == null) {
                kept.add(event);
            }
        }
        return kept.size() == history.events().length
                ? history
                : history.with(kept.toArray(PastEvent[]::new));
    }

    /** Forgets the anonymous deeds of a device, which may have become somebody else's. */
    private static void forget(List<ReportedDeed> reported, String device) {
        int hash = device.hashCode();
        reported.removeIf(each -> each.anonymous() && each.device() == hash);
    }

    /** Views and searches are a browser's alone. */
    private static boolean isReportedByServers(EventType type) {
        return switch (type) {
            case ADD_TO_CART, REMOVE_FROM_CART, CHECKOUT, PURCHASE, RATE, WISH, SHARE -> true;
            default -> false;
        };
    }
}
