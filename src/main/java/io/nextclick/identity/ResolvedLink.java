package io.nextclick.identity;

import io.nextclick.event.IdentityEvent;
import io.nextclick.event.QualityFinding;
import java.util.Arrays;

/**
 * What is known of the newest link of a device. Stored.
 *
 * @param statedUser the user id of the link
 * @param user whose the device is by it: the same, or the user of the device of that id
 * @param millis when it was stated, ms since the epoch
 */
public record ResolvedLink(String statedUser, String user, long millis) {

    ResolvedLink to(String other) {
        return new ResolvedLink(statedUser, other, millis);
    }

    /** Devices with one more, without the first if there are too many. */
    static String[] with(String[] devices, String device, int most) {
        String[] more =
                Arrays.copyOfRange(devices, devices.length < most ? 0 : 1, devices.length + 1);
        more[more.length - 1] = device;
        return more;
    }

    /** What was found about the link that an event states. */
    static QualityFinding finding(IdentityEvent event, String detail) {
        return new QualityFinding(
                QualityFinding.Kind.LINK_CHAIN,
                event.site(),
                event.userId(),
                event.deviceId(),
                null,
                event.occurredAtMillis(),
                detail);
    }
}
