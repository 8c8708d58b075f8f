package io.nextclick.identity;

import io.nextclick.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The devices seen last on one network: only they are compared with each other (a block of record
 * linkage). A network with more devices than the rules allow says nothing about who uses them; it
 * is crowded for a horizon, and keeps no device meanwhile. Stored: its fields are part of every
 * savepoint.
 */
public final class DeviceBlock {

    public List<DeviceProfile> devices = new ArrayList<>();

    /** Event time up to which the network counts as crowded; 0 if it never was. */
    public long crowdedUntilMillis;

    /** For Flink's serializer. */
    public DeviceBlock() {}

    /** What an event did to a block. */
    enum Update {
        /** The network is crowded; nothing was changed. */
        IGNORED,
        /** The event was taken in, and says nothing new. */
        KEPT,
        /** There is new evidence about the event's device. */
        EVIDENCE,
        /** The network has just turned out to be crowded. */
        CROWDED
    }

    /** Takes in an event, which has a device id. */
    Update add(Event event, String deviceId, LinkSettings rules) {
        long millis = event.occurredAtMillis();
        if (millis < crowdedUntilMillis) {
            return Update.IGNORED;
        }
        devices.removeIf(device -> device.lastMillis < millis - rules.horizonMillis());
        DeviceProfile device = find(deviceId);
        if (device == null) {
            if (devices.size() >= rules.maxCandidates() && !dropOldest(millis, rules)) {
                devices.clear();
                crowdedUntilMillis = millis + rules.horizonMillis();
                return Update.CROWDED;
            }
            device = DeviceProfile.of(deviceId);
            devices.add(device);
        }
        boolean isNew = device.add(event, rules);
        return isNew && device.hasEvidence(rules) ? Update.EVIDENCE : Update.KEPT;
    }

    /**
     * Compares a device with the others and says what is new: whose it is if nobody has logged in
     * on it, or which such devices are its user's. Each pair of device and user is accepted at most
     * once, and doubted at most once.
     */
    List<LinkVerdict> judge(String deviceId, LinkModel model, LinkSettings rules) {
        DeviceProfile device = find(deviceId);
        List<LinkVerdict> verdicts = new ArrayList<>();
        if (device == null || !device.hasEvidence(rules)) {
            return verdicts;
        }
        if (device.isAnonymous()) {
            decide(device, model, rules, verdicts);
        } else if (device.hasOneUser()) {
            for (DeviceProfile other : devices) {
                // Most pairs are far from a match, and then their rivals do not matter.
                if (other.isAnonymous()
                        && other.hasEvidence(rules)
                        && model.probability(device, other, devices.size())
                                >= rules.greyProbability()) {
                    decide(other, model, rules, verdicts);
                }
            }
        }
        return verdicts;
    }

    private void decide(
            DeviceProfile device, LinkModel model, LinkSettings rules, List<LinkVerdict> verdicts) {
        String bestUser = null;
        double best = 0;
        double second = 0;
        for (DeviceProfile other : devices) {
            String user = other.userId;
            if (user == null || !other.hasOneUser() || !other.hasEvidence(rules)) {
                continue;
            }
            double probability = model.probability(device, other, devices.size());
            if (user.equals(bestUser)) {
                best = Math.max(best, probability);
            } else if (probability > best) {
                second = best;
                best = probability;
                bestUser = user;
            } else {
                second = Math.max(second, probability);
            }
        }
        if (bestUser == null
                || best < rules.greyProbability()
                || best - second < rules.ambiguousMargin()) {
            return;
        }
        boolean accepted = best >= rules.acceptProbability();
        if (device.noteVerdict(bestUser, accepted, rules.maxCandidates())) {
            verdicts.add(
                    new LinkVerdict(device.deviceId, bestUser, best, accepted, devices.size()));
        }
    }

    private @Nullable DeviceProfile find(String deviceId) {
        for (DeviceProfile device : devices) {
            if (device.deviceId.equals(deviceId)) {
                return device;
            }
        }
        return null;
    }

    /** Drops the device not seen for the longest time, unless that time is short. */
    private boolean dropOldest(long millis, LinkSettings rules) {
        DeviceProfile oldest = devices.get(0);
        for (DeviceProfile device : devices) {
            if (device.lastMillis < oldest.lastMillis) {
                oldest = device;
            }
        }
        if (oldest.lastMillis > millis - rules.crowdMillis()) {
            return false;
        }
        devices.remove(oldest);
        return true;
    }
}
