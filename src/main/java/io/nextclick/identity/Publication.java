package io.nextclick.identity;

import org.jspecify.annotations.Nullable;

/** What is published of whose a device is: only changes. */
final class Publication {

    private Publication() {}

    /** Whose the device is as of its newest evidence; nobody's if it is shared. */
    static Ownership current(DeviceIdentity device) {
        Ownership guessed = device.guess;
        if (device.shared) {
            return Ownership.of(Ownership.NOBODY, device.sharedMillis, 0, Evidence.SHARED);
        }
        if (guessed != null && Timeline.isNobodys(device.owners)) {
            return guessed;
        }
        return device.owners.isEmpty()
                ? Ownership.of(Ownership.NOBODY, device.publishedSinceMillis, 0, Evidence.NONE)
                : Timeline.newest(device.owners);
    }

    /** Whose the device is now; null if just that was published last. */
    static @Nullable IdentityLink update(DeviceIdentity device, String site, String deviceId) {
        Ownership now = current(device);
        double confidence = now.evidence() == Evidence.PROBABILISTIC ? device.guessConfidence : 1;
        boolean nobodys = now.isNobodys() && now.evidence() == Evidence.NONE;
        if (now.isOf(device.publishedUser)
                && now.evidence() == device.publishedEvidence
                && (nobodys
                        || (now.firstMillis() == device.publishedSinceMillis
                                && confidence == device.publishedConfidence))) {
            return null;
        }
        device.publishedUser = now.userId();
        device.publishedEvidence = now.evidence();
        device.publishedSinceMillis = now.firstMillis();
        device.publishedConfidence = confidence;
        String person = Ownership.person(now.userId(), deviceId);
        return new IdentityLink(
                site, deviceId, person, now.evidence(), now.firstMillis(), confidence);
    }
}
