package io.nextclick.identity;

import io.nextclick.event.Event;
import io.nextclick.event.QualityFinding;
import org.jspecify.annotations.Nullable;

/** Finds shared devices, logouts of nobody and wrong clocks. */
final class DeviceFindings {

    /** So many events in a row show that a clock is wrong. */
    private static final int SKEWED_EVENTS = 8;

    private DeviceFindings() {}

    /** A device that an event has shown to be shared. */
    static QualityFinding ofShared(Event event, IdentitySettings rules) {
        String detail = "more than %d users".formatted(rules.sharedUsers());
        return of(QualityFinding.Kind.SHARED_DEVICE, event, detail);
    }

    /** A logout from a device on which nobody is logged in. */
    static QualityFinding ofLogout(Event event) {
        return of(QualityFinding.Kind.LOGOUT_WITHOUT_LOGIN, event, "nobody is logged in");
    }

    /** Compares the event's time, or that of its sending, with its arrival. */
    static @Nullable QualityFinding ofClock(
            ClockSkew skew, Event event, @Nullable Long arrived, IdentitySettings rules) {
        if (arrived == null) {
            return null;
        }
        long stated = event.sentAtMillis() > 0 ? event.sentAtMillis() : event.occurredAtMillis();
        if (!skew.note(arrived - stated, SKEWED_EVENTS, rules.skewMillis())) {
            return null;
        }
        return of(
                QualityFinding.Kind.CLOCK_SKEW,
                event,
                "%d events in a row %d to %d s before their arrival"
                        .formatted(SKEWED_EVENTS, skew.leastMillis / 1000, skew.mostMillis / 1000));
    }

    private static QualityFinding of(QualityFinding.Kind kind, Event event, String detail) {
        return new QualityFinding(
                kind,
                event.site(),
                null,
                event.deviceId(),
                event.eventId(),
                event.occurredAtMillis(),
                detail);
    }
}
