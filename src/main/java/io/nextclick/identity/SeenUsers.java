package io.nextclick.identity;

import org.jspecify.annotations.Nullable;

/** What is done with the users seen on a device. */
final class SeenUsers {

    private static final int MAX_UNLINKED = 16;

    private SeenUsers() {}

    /** Remembers that a user was seen, with at most so many others, those seen last. */
    static void see(DeviceIdentity device, String user, long millis, int most) {
        for (int i = 0; i < device.users.size(); i++) {
            SeenUser seen = device.users.get(i);
            if (seen.userId().equals(user)) {
                if (millis < seen.firstMillis() || millis > seen.lastMillis()) {
                    device.users.set(
                            i,
                            new SeenUser(
                                    user,
                                    Math.min(seen.firstMillis(), millis),
                                    Math.max(seen.lastMillis(), millis)));
                }
                return;
            }
        }
        device.users.add(new SeenUser(user, millis, millis));
        if (device.users.size() > most) {
            SeenUser oldest = device.users.get(0);
            for (SeenUser each : device.users) {
                oldest = each.lastMillis() < oldest.lastMillis() ? each : oldest;
            }
            device.users.remove(oldest);
            device.forgottenUserMillis = Math.min(device.forgottenUserMillis, oldest.firstMillis());
        }
    }

    /** Forgets what was seen of a user up to a time, and holds all such evidence void. */
    static void unlink(DeviceIdentity device, String user, long millis) {
        device.unlinked.removeIf(each -> each.userId().equals(user) && each.lastMillis() < millis);
        if (device.unlinked.stream().noneMatch(each -> each.userId().equals(user))) {
            device.unlinked.add(new SeenUser(user, millis, millis));
        }
        if (device.unlinked.size() > MAX_UNLINKED) {
            device.unlinked.remove(0);
        }
        device.users.removeIf(each -> each.userId().equals(user) && each.lastMillis() <= millis);
        device.users.replaceAll(
                each -> each.userId().equals(user) ? seenSince(device, each, millis) : each);
    }

    /** A user whose evidence up to a time is void: first seen at the first that is left. */
    private static SeenUser seenSince(DeviceIdentity device, SeenUser seen, long millis) {
        if (seen.firstMillis() > millis) {
            return seen;
        }
        long first = seen.lastMillis();
        for (Ownership owner : device.owners) {
            if (owner.isOf(seen.userId())) {
                first = Math.min(first, owner.firstMillis());
            }
        }
        return new SeenUser(seen.userId(), first, seen.lastMillis());
    }

    /** True if evidence for the user at that time is void; null stands for nobody by name. */
    static boolean isUnlinked(DeviceIdentity device, @Nullable String user, long millis) {
        if (millis <= device.forgottenUntilMillis) {
            return true;
        }
        for (SeenUser each : device.unlinked) {
            if (each.userId().equals(user) && millis <= each.lastMillis()) {
                return true;
            }
        }
        return false;
    }

    /** Finds out whether the device is shared; true if that has changed. */
    static boolean judgeShared(DeviceIdentity device, IdentitySettings rules) {
        if (device.users.size() <= rules.sharedUsers() && !device.shared) {
            return false;
        }
        int recent = 0;
        for (SeenUser each : device.users) {
            recent += each.lastMillis() >= device.newestMillis - rules.sharedWindowMillis() ? 1 : 0;
        }
        boolean was = device.shared;
        device.shared = recent > rules.sharedUsers();
        device.sharedMillis = device.shared == was ? device.sharedMillis : device.newestMillis;
        return device.shared != was;
    }

    /** True if nobody else was seen on the device up to that login, and it is not too far away. */
    static boolean isFirstWithin(
            DeviceIdentity device, Ownership login, long millis, IdentitySettings rules) {
        if (login.isNobodys() || login.firstMillis() - millis > rules.lookBackMillis()) {
            return false;
        }
        if (device.forgottenUserMillis < login.firstMillis()) {
            return false;
        }
        for (SeenUser each : device.users) {
            if (!each.userId().equals(login.userId()) && each.firstMillis() < login.firstMillis()) {
                return false;
            }
        }
        return true;
    }
}
