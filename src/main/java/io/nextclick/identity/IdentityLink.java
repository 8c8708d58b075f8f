package io.nextclick.identity;

import io.nextclick.event.SiteKey;
import org.jspecify.annotations.Nullable;

/**
 * Whose a device is now, for the compacted topic {@code identity}.
 *
 * @param site the tenant
 * @param deviceId the device
 * @param personId whose lists serve it; null if the device was forgotten
 * @param evidence why
 * @param sinceMillis since when, ms since the epoch
 * @param confidence probability that it is true, 1 for everything but a guess
 */
public record IdentityLink(
        String site,
        String deviceId,
        @Nullable String personId,
        Evidence evidence,
        long sinceMillis,
        double confidence) {

    /** A device is forgotten. */
    static IdentityLink forgotten(String site, String deviceId, long millis) {
        return new IdentityLink(site, deviceId, null, Evidence.NONE, millis, 1);
    }

    /** Key of the device among all sites. */
    public String deviceKey() {
        return SiteKey.of(site, deviceId);
    }
}
