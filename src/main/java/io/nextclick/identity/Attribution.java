package io.nextclick.identity;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.IdentityEvent;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose the events of a device are.
 *
 * <p>Invariant: whose an anonymous event is follows from the event's time and the evidence alone,
 * not from the order in which they came. So new evidence, or its undoing, assigns the remembered
 * events anew, and every person whose share changed gets all that is now theirs.
 */
final class Attribution {

    private Attribution() {}

    /**
     * A change of what a person has of the device.
     *
     * @param userId the user, {@link Ownership#NOBODY} for the device's own person
     * @param history all that is theirs now
     */
    record Change(String userId, DeviceHistory history) {

        /** The history, followed by an event of a user. */
        DeviceHistory before(@Nullable String next) {
            return userId.equals(next) ? history.beforeEvent() : history;
        }
    }

    /**
     * What an event meant.
     *
     * @param userId whose it is, {@link Ownership#NOBODY} for the device's own person
     * @param shown false keeps its item out of the recent ones of its person
     * @param changes what other events became whose; to be emitted before the event
     * @param becameShared true if it showed that the device is shared
     * @param strayLogout true if it ends a login that nobody knows of
     */
    record Identified(
            String userId,
            boolean shown,
            List<Change> changes,
            boolean becameShared,
            boolean strayLogout) {}

    /** Takes in an event of the device. */
    static Identified add(
            DeviceIdentity device, Event event, String deviceId, IdentitySettings rules) {
        long millis = event.occurredAtMillis();
        String user = event.userId();
        boolean logout = event.type() == EventType.LOGOUT;
        boolean strayLogout = logout && user == null && isNobodys(device, millis);
        boolean wasShared = device.shared;
        device.newestMillis = Math.max(device.newestMillis, millis);
        boolean changed = false;
        if (user != null) {
            changed = note(device, user, millis, PastEvent.visit(event), Evidence.LOGIN, rules);
        }
        if (logout && !SeenUsers.isUnlinked(device, user, millis)) {
            String named = user == null ? Ownership.NOBODY : user;
            changed |= insert(device, Ownership.logout(named, millis + 1), rules);
        }
        changed |= SeenUsers.judgeShared(device, rules);
        List<Change> changes = changed ? assignAnew(device, deviceId, null, rules) : List.of();
        boolean shown = true;
        if (user == null) {
            AnonymousEvent its = assign(device, PastEvent.ofListed(event), rules);
            AnonymousHistory.remember(device, its, rules);
            user = its.userId();
            shown = its.event().shown();
        }
        AnonymousHistory.forgetOldVisits(device, rules);
        boolean becameShared = device.shared && !wasShared;
        return new Identified(user, shown, changes, becameShared, strayLogout);
    }

    /**
     * Takes in an identity event of the device.
     *
     * @throws IllegalStateException for one without the user that its action needs
     */
    static List<Change> apply(DeviceIdentity device, IdentityEvent event, IdentitySettings rules) {
        String deviceId = event.deviceId();
        long millis = event.occurredAtMillis();
        if (event.action() == IdentityEvent.Action.FORGET_DEVICE) {
            return forget(device, deviceId, millis);
        }
        String user = event.userId();
        if (user == null) {
            throw new IllegalStateException(
                    event.action() + " without a user: " + event.deviceKey());
        }
        return switch (event.action()) {
            case LINK -> link(device, user, millis, deviceId, rules);
            case UNLINK -> unlink(device, user, millis, deviceId, rules);
            case GUESS -> guess(device, user, event, rules);
            case FORGET_DEVICE -> List.of();
        };
    }

    /** The device is the user's from a time on, and its anonymous past as after a login. */
    static List<Change> link(
            DeviceIdentity device,
            String user,
            long millis,
            String deviceId,
            IdentitySettings rules) {
        device.newestMillis = Math.max(device.newestMillis, millis);
        boolean changed = note(device, user, millis, 0, Evidence.LINK, rules);
        changed |= SeenUsers.judgeShared(device, rules);
        return changed ? assignAnew(device, deviceId, null, rules) : List.of();
    }

    /** All evidence for the user up to a time is void, also what is still to come of it. */
    static List<Change> unlink(
            DeviceIdentity device,
            String user,
            long millis,
            String deviceId,
            IdentitySettings rules) {
        boolean undone = Timeline.removeUpTo(device.owners, user, millis);
        SeenUsers.unlink(device, user, millis);
        Ownership guessed = device.guess;
        if (guessed != null && guessed.isOf(user) && guessed.firstMillis() <= millis) {
            device.guess = null;
            device.guessConfidence = 0;
            undone = true;
        }
        // Its evidence may have been forgotten before what it gave.
        undone |=
                device.holders.contains(user)
                        && device.users.stream().noneMatch(each -> each.userId().equals(user));
        undone |= SeenUsers.judgeShared(device, rules);
        return undone ? assignAnew(device, deviceId, user, rules) : List.of();
    }

    /** The device is probably the user's; of no effect as long as anybody is known to have it. */
    private static List<Change> guess(
            DeviceIdentity device, String user, IdentityEvent event, IdentitySettings rules) {
        long millis = event.occurredAtMillis();
        if (SeenUsers.isUnlinked(device, user, millis)) {
            return List.of();
        }
        device.guess = Ownership.of(user, millis, 0, Evidence.PROBABILISTIC);
        device.guessConfidence = event.confidence();
        device.newestMillis = Math.max(device.newestMillis, millis);
        return assignAnew(device, event.deviceId(), null, rules);
    }

    /** Nobody who may have something of the device ever had it. */
    static List<Change> forget(DeviceIdentity device, String deviceId, long millis) {
        DeviceHistory nothing = new DeviceHistory(deviceId, Long.MIN_VALUE, new PastEvent[0], null);
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put(Ownership.NOBODY, new Change(Ownership.NOBODY, nothing));
        device.holders.forEach(each -> changes.put(each, new Change(each, nothing)));
        device.users.forEach(
                each -> changes.put(each.userId(), new Change(each.userId(), nothing)));
        device.forget(millis);
        return List.copyOf(changes.values());
    }

    private static boolean note(
            DeviceIdentity device,
            String user,
            long millis,
            int visit,
            Evidence evidence,
            IdentitySettings rules) {
        if (SeenUsers.isUnlinked(device, user, millis)) {
            return false;
        }
        SeenUsers.see(device, user, millis, rules.sharedUsers() + 1);
        return insert(device, Ownership.of(user, millis, visit, evidence), rules);
    }

    private static boolean insert(
            DeviceIdentity device, Ownership evidence, IdentitySettings rules) {
        boolean changed = Timeline.insert(device.owners, evidence);
        long wholeFrom = Timeline.bound(device.owners);
        if (wholeFrom != Long.MIN_VALUE) {
            // What is older stays whose it is, now that its evidence is gone.
            AnonymousHistory.forgetUntil(device, wholeFrom, rules);
        }
        return changed;
    }

    private static boolean isNobodys(DeviceIdentity device, long millis) {
        int place = Timeline.at(device.owners, millis);
        return place < 0 || device.owners.get(place).isNobodys();
    }

    /** Whose an anonymous event is, by its time and the evidence. */
    private static AnonymousEvent assign(
            DeviceIdentity device, PastEvent event, IdentitySettings rules) {
        List<Ownership> owners = device.owners;
        long millis = event.occurredAtMillis();
        if (device.shared || millis <= device.forgottenUntilMillis) {
            return new AnonymousEvent(event.withShown(true), Ownership.NOBODY);
        }
        int place = Timeline.at(owners, millis);
        if (place >= 0 && !owners.get(place).isNobodys()) {
            return new AnonymousEvent(event.withShown(true), owners.get(place).userId());
        }
        Ownership next = place + 1 < owners.size() ? owners.get(place + 1) : null;
        if (next != null && SeenUsers.isFirstWithin(device, next, millis, rules)) {
            boolean known = event.visit() != 0 && next.visit() != 0;
            boolean sameVisit =
                    known
                            ? event.visit() == next.visit()
                            : next.firstMillis() - millis <= rules.gapMillis();
            if (place < 0) {
                // Somebody else may have had it in another visit of the site: their items are not
                // shown.
                return new AnonymousEvent(event.withShown(sameVisit || !known), next.userId());
            }
            if (sameVisit) {
                // After a logout anybody may come; whoever logs in has begun the visit.
                return new AnonymousEvent(event.withShown(true), next.userId());
            }
        }
        Ownership guessed = device.guess;
        if (guessed != null
                && Timeline.isNobodys(owners)
                && millis >= guessed.firstMillis() - rules.lookBackMillis()) {
            return new AnonymousEvent(event.withShown(true), guessed.userId());
        }
        return new AnonymousEvent(event.withShown(true), Ownership.NOBODY);
    }

    /**
     * Assigns the remembered events by the evidence as it is now.
     *
     * @param cleared a user who must not keep anything but what is theirs now, or null
     */
    private static List<Change> assignAnew(
            DeviceIdentity device,
            String deviceId,
            @Nullable String cleared,
            IdentitySettings rules) {
        Map<String, String> touched = new LinkedHashMap<>();
        if (cleared != null) {
            touched.put(cleared, Ownership.NOBODY);
        }
        for (int i = 0; i < device.history.size(); i++) {
            AnonymousEvent was = device.history.get(i);
            AnonymousEvent now = assign(device, was.event(), rules);
            if (!now.userId().equals(was.userId())) {
                touched.put(was.userId(), now.userId());
                touched.putIfAbsent(now.userId(), now.userId());
                device.history.set(i, now);
                AnonymousHistory.hold(device, now.userId());
            } else if (now.event().shown() != was.event().shown()) {
                touched.putIfAbsent(was.userId(), was.userId());
                device.history.set(i, now);
            }
        }
        List<Change> changes = new ArrayList<>(touched.size());
        touched.forEach(
                (user, gainer) -> {
                    long from = user.equals(cleared) ? Long.MIN_VALUE : device.horizonMillis;
                    String movedTo =
                            gainer.equals(user) ? null : Ownership.person(gainer, deviceId);
                    PastEvent[] events = AnonymousHistory.of(device, user);
                    changes.add(
                            new Change(user, new DeviceHistory(deviceId, from, events, movedTo)));
                });
        return changes;
    }
}
