package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import java.util.List;
import java.util.Objects;

/**
 * Finds deeds that a browser and a server both report, under one event id, of one item. What one
 * source repeats was dropped before, at its device.
 */
final class ReportedDeeds {

    /** Most deeds of a person that are remembered, the newest. */
    static final int MOST = 64;

    private ReportedDeeds() {}

    /** True if another source of the person has reported the same; what is new is remembered. */
    static boolean isRepetition(PersonVisits visits, Event event, SessionSettings rules) {
        return rules.duplicatesAcrossSources() && isRepetition(visits.reported, event);
    }

    /** Remembers a deed; true if another source of the person reported it before. */
    static boolean isRepetition(List<ReportedDeed> reported, Event event) {
        if (!isReportedByServers(event.type())) {
            return false;
        }
        String device = event.deviceId();
        ReportedDeed deed =
                new ReportedDeed(
                        event.eventId().hashCode(),
                        31 * event.type().name().hashCode() + Objects.hashCode(event.itemId()),
                        device == null ? 0 : device.hashCode(),
                        event.userId() == null);
        for (ReportedDeed each : reported) {
            if (each.id() == deed.id()
                    && each.deed() == deed.deed()
                    && each.device() != deed.device()) {
                return true;
            }
        }
        reported.add(deed);
        if (reported.size() > MOST) {
            reported.remove(0);
        }
        return false;
    }

    /** Forgets the anonymous deeds of a device, which may have become somebody else's. */
    static void forget(List<ReportedDeed> reported, String device) {
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
