package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * A link between a device and a user, or its undoing, stated by somebody who knows, or guessed by
 * the job itself.
 *
 * @param action what is to be done
 * @param occurredAtMillis when it was stated, ms since the epoch; a link holds from then on, an
 *     unlink undoes all evidence up to then
 * @param site the tenant
 * @param deviceId the device
 * @param userId the user; present unless the device is to be forgotten
 * @param confidence probability that it is true, 0 to 1; below 1 for a guess only
 */
public record IdentityEvent(
        Action action,
        long occurredAtMillis,
        String site,
        String deviceId,
        @Nullable String userId,
        double confidence) {

    /** What an identity event does. */
    public enum Action {
        /** The device is the user's from now on, and its anonymous past is theirs too. */
        LINK,
        /** Undoes every link of the device to the user up to now. */
        UNLINK,
        /** Forgets all that is known of the device. */
        FORGET_DEVICE,
        /** The device is probably the user's; any login says more. */
        GUESS
    }

    /** Key of the device among all sites. */
    public String deviceKey() {
        return SiteKey.of(site, deviceId);
    }
}
