package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * What a device lets be known of itself, none of it an id; for probabilistic links only.
 *
 * @param networkHash salted hash of its network
 * @param userAgentFamily family of browser or app and operating system
 * @param timeZone IANA name of its time zone
 */
public record DeviceSignals(
        @Nullable String networkHash,
        @Nullable String userAgentFamily,
        @Nullable String timeZone) {}
