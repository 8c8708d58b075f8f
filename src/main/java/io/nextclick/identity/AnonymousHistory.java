package io.nextclick.identity;

import io.nextclick.flow.PassiveEvents;
import io.nextclick.flow.PastEvent;
import java.util.List;

/** What is done with the anonymous events of a device that can still be given to somebody. */
final class AnonymousHistory {

    private static final int MAX_HOLDERS = 64;

    /** How much older than its first event a device's later ones may be. */
    private static final long DISORDER_MILLIS = 86_400_000;

    private AnonymousHistory() {}

    /** Remembers an event, unless it is of a visit that is forgotten. */
    static void remember(DeviceIdentity device, AnonymousEvent anonymous, IdentitySettings rules) {
        long millis = anonymous.event().occurredAtMillis();
        hold(device, anonymous.userId());
        if (device.horizonMillis == Long.MIN_VALUE) {
            device.horizonMillis = millis - DISORDER_MILLIS;
        }
        if (millis <= device.forgottenUntilMillis) {
            // Nobody is given it any more, and it says nothing of later visits.
            return;
        }
        if (millis < device.horizonMillis) {
            // It may go on with a visit that was forgotten; then the visit ends later.
            forgetThrough(device, millis, rules);
            return;
        }
        int place = device.history.size();
        while (place > 0 && device.history.get(place - 1).event().occurredAtMillis() > millis) {
            place--;
        }
        device.history.add(place, anonymous);
    }

    /** Remembers that a user was given an event. */
    static void hold(DeviceIdentity device, String user) {
        if (user.equals(Ownership.NOBODY)
                || (!device.holders.isEmpty()
                        && device.holders.get(device.holders.size() - 1).equals(user))) {
            return;
        }
        device.holders.remove(user);
        device.holders.add(user);
        if (device.holders.size() > MAX_HOLDERS) {
            device.holders.remove(0);
        }
    }

    /** Keeps the bounds. */
    static void forgetOldVisits(DeviceIdentity device, IdentitySettings rules) {
        while (isBeyondBound(device, rules) || oldestVisitIsOver(device, rules)) {
            forgetThrough(device, firstMillis(device), rules);
        }
    }

    /** True if whole visits have to go, since there are too many deeds. */
    private static boolean isBeyondBound(DeviceIdentity device, IdentitySettings rules) {
        int most = rules.maxHistory();
        List<AnonymousEvent> history = device.history;
        if (history.size() <= most) {
            return false;
        }
        int passive = PassiveEvents.count(history, AnonymousEvent::event);
        int deeds = history.size() - passive;
        while (passive > most
                && PassiveEvents.dropOldest(history, 0, AnonymousEvent::event, rules.gapMillis())) {
            passive--;
        }
        return deeds > most || passive > most;
    }

    private static boolean oldestVisitIsOver(DeviceIdentity device, IdentitySettings rules) {
        long from = device.newestMillis - rules.lookBackMillis();
        // A look at the first event spares the walk in the common case that it is young.
        return !device.history.isEmpty()
                && firstMillis(device) < from
                && device.history.get(visitEnd(device, rules) - 1).event().occurredAtMillis()
                        < from;
    }

    /** Where the oldest visit ends. */
    private static int visitEnd(DeviceIdentity device, IdentitySettings rules) {
        int end = 1;
        while (end < device.history.size()
                && device.history.get(end).event().occurredAtMillis()
                                - device.history.get(end - 1).event().occurredAtMillis()
                        <= rules.gapMillis()) {
            end++;
        }
        return end;
    }

    /** Forgets all visits that begin before a time. */
    static void forgetUntil(DeviceIdentity device, long millis, IdentitySettings rules) {
        while (!device.history.isEmpty() && firstMillis(device) < millis) {
            forgetThrough(device, firstMillis(device), rules);
        }
        device.horizonMillis = Math.max(device.horizonMillis, millis);
    }

    private static long firstMillis(DeviceIdentity device) {
        return device.history.get(0).event().occurredAtMillis();
    }

    /**
     * Moves the horizon behind a visit with an event at that time: what is forgotten are whole
     * visits, since persons give sessions back as a whole.
     */
    private static void forgetThrough(DeviceIdentity device, long millis, IdentitySettings rules) {
        device.horizonMillis = Math.max(device.horizonMillis, millis + rules.gapMillis() + 1);
        while (!device.history.isEmpty() && firstMillis(device) < device.horizonMillis) {
            int end = visitEnd(device, rules);
            long last = device.history.get(end - 1).event().occurredAtMillis();
            device.history.subList(0, end).clear();
            device.horizonMillis = Math.max(device.horizonMillis, last + rules.gapMillis() + 1);
        }
    }

    /** The remembered events of a user, in order of time. */
    static PastEvent[] of(DeviceIdentity device, String user) {
        return device.history.stream()
                .filter(each -> each.userId().equals(user))
                .map(AnonymousEvent::event)
                .toArray(PastEvent[]::new);
    }
}
