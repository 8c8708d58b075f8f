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
 * All that is known of whose a device is. Stored: its fields are part of every savepoint.
 *
 * <p>Invariant: whose an anonymous event is follows from the event's time and the evidence alone,
 * not from the order in which they came. So new evidence, or its undoing, assigns the remembered
 * events anew, and every person whose share changed is told all that is now theirs.
 */
public final class DeviceIdentity {

    private static final int MAX_UNLINKED = 16;
    private static final int MAX_HOLDERS = 64;

    /** How much older than its first event a device's later ones may be. */
    private static final long DISORDER_MILLIS = 86_400_000;

    /** Whose it was when, see {@link Timeline}. */
    public List<Ownership> owners = new ArrayList<>();

    /** At most one more than make a device a shared one, those seen last. */
    public List<SeenUser> users = new ArrayList<>();

    /** When the first of those users was seen who are not among them any more. */
    public long forgottenUserMillis = Long.MAX_VALUE;

    /** Users who were given anonymous events of it, those given some last. */
    public List<String> holders = new ArrayList<>();

    /** The device was forgotten then: what is older counts for nothing, however late it comes. */
    public long forgottenUntilMillis = Long.MIN_VALUE;

    /** True if a timer waits for the device to expire. */
    public boolean awaited;

    /** Users whose evidence up to a time is void: the last time counts. */
    public List<SeenUser> unlinked = new ArrayList<>();

    /** Anonymous events, in order of time. */
    public List<AnonymousEvent> history = new ArrayList<>();

    /** Older anonymous events are not remembered here and stay whose they are. */
    public long horizonMillis = Long.MIN_VALUE;

    public long newestMillis = Long.MIN_VALUE;
    public boolean shared;

    /** When it was found to be shared, or to be so no more. */
    public long sharedMillis;

    public @Nullable Ownership guess;
    public double guessConfidence;

    /** What was last published of it. */
    public String publishedUser = Ownership.NOBODY;

    public Evidence publishedEvidence = Evidence.NONE;
    public long publishedSinceMillis;
    public double publishedConfidence;

    public ClockSkew skew = new ClockSkew();

    /** For Flink's serializer. */
    public DeviceIdentity() {}

    /**
     * A change of what a person has of the device.
     *
     * @param userId the user, {@link Ownership#NOBODY} for the device's own person
     * @param history all that is theirs now
     */
    record Change(String userId, DeviceHistory history) {}

    /**
     * What an event meant.
     *
     * @param userId whose it is, {@link Ownership#NOBODY} for the device's own person
     * @param shown false keeps its item out of the recent ones of its person
     * @param changes what other events became whose; to be told before the event
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
    Identified add(Event event, String deviceId, IdentityRules rules) {
        long millis = event.occurredAtMillis();
        String user = event.userId();
        boolean logout = event.type() == EventType.LOGOUT;
        boolean strayLogout = logout && user == null && userAt(millis).equals(Ownership.NOBODY);
        boolean wasShared = shared;
        newestMillis = Math.max(newestMillis, millis);
        boolean changed = false;
        if (user != null) {
            changed = note(user, millis, PastEvent.visit(event), Evidence.LOGIN, rules);
        }
        if (logout && !isUnlinked(user, millis)) {
            String named = user == null ? Ownership.NOBODY : user;
            changed |= insert(Ownership.logout(named, millis + 1), rules);
        }
        changed |= judgeShared(rules);
        List<Change> changes = changed ? assignAnew(deviceId, null, rules) : List.of();
        boolean shown = true;
        if (user == null) {
            Assignment its = assign(PastEvent.of(event), rules);
            remember(new AnonymousEvent(its.event(), its.userId()), rules);
            user = its.userId();
            shown = its.event().shown();
        }
        forgetOldVisits(rules);
        return new Identified(user, shown, changes, shared && !wasShared, strayLogout);
    }

    /** The device is the user's from a time on, and its anonymous past as after a login. */
    List<Change> link(String user, long millis, String deviceId, IdentityRules rules) {
        newestMillis = Math.max(newestMillis, millis);
        boolean changed = note(user, millis, 0, Evidence.LINK, rules);
        changed |= judgeShared(rules);
        return changed ? assignAnew(deviceId, null, rules) : List.of();
    }

    /** All evidence for the user up to a time is void, also what is still to come of it. */
    List<Change> unlink(String user, long millis, String deviceId, IdentityRules rules) {
        unlinked.removeIf(each -> each.userId().equals(user) && each.lastMillis() < millis);
        if (unlinked.stream().noneMatch(each -> each.userId().equals(user))) {
            unlinked.add(new SeenUser(user, millis, millis));
        }
        if (unlinked.size() > MAX_UNLINKED) {
            unlinked.remove(0);
        }
        boolean undone = Timeline.removeUpTo(owners, user, millis);
        users.removeIf(each -> each.userId().equals(user) && each.lastMillis() <= millis);
        users.replaceAll(each -> each.userId().equals(user) ? seenSince(each, millis) : each);
        Ownership guessed = guess;
        if (guessed != null && guessed.isOf(user) && guessed.firstMillis() <= millis) {
            guess = null;
            guessConfidence = 0;
            undone = true;
        }
        // Its evidence may have been forgotten before what it gave.
        boolean holds =
                holders.contains(user) && users.stream().noneMatch(u -> u.userId().equals(user));
        undone |= holds;
        undone |= judgeShared(rules);
        return undone ? assignAnew(deviceId, user, rules) : List.of();
    }

    /** The device is probably the user's; of no effect as long as anybody is known to have it. */
    List<Change> guess(IdentityEvent event, IdentityRules rules) {
        String user = event.userId();
        long millis = event.occurredAtMillis();
        if (user == null || isUnlinked(user, millis)) {
            return List.of();
        }
        guess = Ownership.of(user, millis, 0, Evidence.PROBABILISTIC);
        guessConfidence = event.confidence();
        newestMillis = Math.max(newestMillis, millis);
        return assignAnew(event.deviceId(), null, rules);
    }

    /** Everybody who may have something of the device is told that it never was. */
    List<Change> forget(String deviceId, long millis) {
        DeviceHistory nothing = new DeviceHistory(deviceId, Long.MIN_VALUE, new PastEvent[0], null);
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put(Ownership.NOBODY, new Change(Ownership.NOBODY, nothing));
        holders.forEach(each -> changes.put(each, new Change(each, nothing)));
        owners.clear();
        users.clear();
        unlinked.clear();
        history.clear();
        holders.clear();
        guess = null;
        guessConfidence = 0;
        shared = false;
        forgottenUserMillis = Long.MAX_VALUE;
        forgottenUntilMillis = Math.max(forgottenUntilMillis, millis);
        horizonMillis = forgottenUntilMillis + 1;
        newestMillis = forgottenUntilMillis;
        publishedUser = Ownership.NOBODY;
        publishedEvidence = Evidence.NONE;
        skew = new ClockSkew();
        return List.copyOf(changes.values());
    }

    /** True if nothing is known, as of a device that was never seen or has expired. */
    boolean isFresh() {
        return newestMillis == Long.MIN_VALUE;
    }

    /** Whose the device is as of its newest evidence; nobody's if it is shared. */
    Ownership current() {
        Ownership guessed = guess;
        if (shared) {
            return Ownership.of(Ownership.NOBODY, sharedMillis, 0, Evidence.SHARED);
        }
        if (guessed != null && Timeline.isNobodys(owners)) {
            return guessed;
        }
        return owners.isEmpty()
                ? Ownership.of(Ownership.NOBODY, publishedSinceMillis, 0, Evidence.NONE)
                : Timeline.newest(owners);
    }

    private boolean note(
            String user, long millis, int visit, Evidence evidence, IdentityRules rules) {
        if (isUnlinked(user, millis)) {
            return false;
        }
        see(user, millis, rules.sharedUsers() + 1);
        return insert(Ownership.of(user, millis, visit, evidence), rules);
    }

    private void see(String user, long millis, int most) {
        for (int i = 0; i < users.size(); i++) {
            SeenUser seen = users.get(i);
            if (seen.userId().equals(user)) {
                if (millis < seen.firstMillis() || millis > seen.lastMillis()) {
                    users.set(
                            i,
                            new SeenUser(
                                    user,
                                    Math.min(seen.firstMillis(), millis),
                                    Math.max(seen.lastMillis(), millis)));
                }
                return;
            }
        }
        users.add(new SeenUser(user, millis, millis));
        if (users.size() > most) {
            SeenUser oldest = users.get(0);
            for (SeenUser each : users) {
                oldest = each.lastMillis() < oldest.lastMillis() ? each : oldest;
            }
            users.remove(oldest);
            forgottenUserMillis = Math.min(forgottenUserMillis, oldest.firstMillis());
        }
    }

    private boolean insert(Ownership evidence, IdentityRules rules) {
        boolean changed = Timeline.insert(owners, evidence);
        long wholeFrom = Timeline.bound(owners);
        if (wholeFrom != Long.MIN_VALUE) {
            // What is older stays whose it is, now that its evidence is gone.
            while (!history.isEmpty() && history.get(0).event().occurredAtMillis() < wholeFrom) {
                forgetOldestVisit(rules);
            }
            horizonMillis = Math.max(horizonMillis, wholeFrom);
        }
        return changed;
    }

    private boolean judgeShared(IdentityRules rules) {
        if (users.size() <= rules.sharedUsers() && !shared) {
            return false;
        }
        int recent = 0;
        for (SeenUser each : users) {
            recent += each.lastMillis() >= newestMillis - rules.sharedWindowMillis() ? 1 : 0;
        }
        boolean was = shared;
        shared = recent > rules.sharedUsers();
        sharedMillis = shared == was ? sharedMillis : newestMillis;
        return shared != was;
    }

    /** True if evidence for the user at that time is void; null stands for nobody by name. */
    private boolean isUnlinked(@Nullable String user, long millis) {
        if (millis <= forgottenUntilMillis) {
            return true;
        }
        for (SeenUser each : unlinked) {
            if (each.userId().equals(user) && millis <= each.lastMillis()) {
                return true;
            }
        }
        return false;
    }

    /** A user whose evidence up to a time is void: first seen at the first that is left. */
    private SeenUser seenSince(SeenUser seen, long millis) {
        if (seen.firstMillis() > millis) {
            return seen;
        }
        long first = seen.lastMillis();
        for (Ownership owner : owners) {
            if (owner.isOf(seen.userId())) {
                first = Math.min(first, owner.firstMillis());
            }
        }
        return new SeenUser(seen.userId(), first, seen.lastMillis());
    }

    private String userAt(long millis) {
        int place = Timeline.at(owners, millis);
        return place < 0 ? Ownership.NOBODY : owners.get(place).userId();
    }

    private record Assignment(String userId, PastEvent event) {}

    /** Whose an anonymous event is, by its time and the evidence. */
    private Assignment assign(PastEvent event, IdentityRules rules) {
        long millis = event.occurredAtMillis();
        if (shared) {
            return new Assignment(Ownership.NOBODY, event.withShown(true));
        }
        int place = Timeline.at(owners, millis);
        if (place >= 0 && !owners.get(place).isNobodys()) {
            return new Assignment(owners.get(place).userId(), event.withShown(true));
        }
        Ownership next = place + 1 < owners.size() ? owners.get(place + 1) : null;
        if (next != null && isFirstWithin(next, millis, rules)) {
            boolean known = event.visit() != 0 && next.visit() != 0;
            boolean sameVisit =
                    known
                            ? event.visit() == next.visit()
                            : next.firstMillis() - millis <= rules.gapMillis();
            if (place < 0) {
                // Somebody else may have had it in another visit of the site: their items are not
                // shown.
                return new Assignment(next.userId(), event.withShown(sameVisit || !known));
            }
            if (sameVisit) {
                // After a logout anybody may come; whoever logs in has begun the visit.
                return new Assignment(next.userId(), event.withShown(true));
            }
        }
        Ownership guessed = guess;
        if (guessed != null
                && Timeline.isNobodys(owners)
                && millis >= guessed.firstMillis() - rules.lookBackMillis()) {
            return new Assignment(guessed.userId(), event.withShown(true));
        }
        return new Assignment(Ownership.NOBODY, event.withShown(true));
    }

    /** True if nobody else was seen on the device up to that login, and it is not too far away. */
    private boolean isFirstWithin(Ownership login, long millis, IdentityRules rules) {
        if (login.isNobodys() || login.firstMillis() - millis > rules.lookBackMillis()) {
            return false;
        }
        if (forgottenUserMillis < login.firstMillis()) {
            return false;
        }
        for (SeenUser each : users) {
            if (!each.userId().equals(login.userId()) && each.firstMillis() < login.firstMillis()) {
                return false;
            }
        }
        return true;
    }

    private void remember(AnonymousEvent anonymous, IdentityRules rules) {
        long millis = anonymous.event().occurredAtMillis();
        hold(anonymous.userId());
        if (horizonMillis == Long.MIN_VALUE) {
            horizonMillis = millis - DISORDER_MILLIS;
        }
        if (millis < horizonMillis) {
            // It may go on with a visit that was forgotten; then the visit ends later.
            forgetThrough(millis, rules);
            return;
        }
        int place = history.size();
        while (place > 0 && history.get(place - 1).event().occurredAtMillis() > millis) {
            place--;
        }
        history.add(place, anonymous);
    }

    private void hold(String user) {
        if (user.equals(Ownership.NOBODY)
                || (!holders.isEmpty() && holders.get(holders.size() - 1).equals(user))) {
            return;
        }
        holders.remove(user);
        holders.add(user);
        if (holders.size() > MAX_HOLDERS) {
            holders.remove(0);
        }
    }

    private void forgetOldVisits(IdentityRules rules) {
        while (history.size() > rules.maxHistory() || oldestVisitIsOver(rules)) {
            forgetOldestVisit(rules);
        }
    }

    private boolean oldestVisitIsOver(IdentityRules rules) {
        long from = newestMillis - rules.lookBackMillis();
        // A look at the first event spares the walk in the common case that it is young.
        return !history.isEmpty()
                && history.get(0).event().occurredAtMillis() < from
                && history.get(visitEnd(rules) - 1).event().occurredAtMillis() < from;
    }

    /** Where the oldest visit ends. */
    private int visitEnd(IdentityRules rules) {
        int end = 1;
        while (end < history.size()
                && history.get(end).event().occurredAtMillis()
                                - history.get(end - 1).event().occurredAtMillis()
                        <= rules.gapMillis()) {
            end++;
        }
        return end;
    }

    private void forgetOldestVisit(IdentityRules rules) {
        forgetThrough(history.get(0).event().occurredAtMillis(), rules);
    }

    /**
     * Moves the horizon behind a visit with an event at that time: what is forgotten are whole
     * visits, since persons give sessions back as a whole.
     */
    private void forgetThrough(long millis, IdentityRules rules) {
        horizonMillis = Math.max(horizonMillis, millis + rules.gapMillis() + 1);
        while (!history.isEmpty() && history.get(0).event().occurredAtMillis() < horizonMillis) {
            int end = visitEnd(rules);
            long last = history.get(end - 1).event().occurredAtMillis();
            history.subList(0, end).clear();
            horizonMillis = Math.max(horizonMillis, last + rules.gapMillis() + 1);
        }
    }

    /**
     * Assigns the remembered events by the evidence as it is now.
     *
     * @param cleared a user who must not keep anything but what is theirs now, or null
     */
    private List<Change> assignAnew(
            String deviceId, @Nullable String cleared, IdentityRules rules) {
        Map<String, String> touched = new LinkedHashMap<>();
        if (cleared != null) {
            touched.put(cleared, Ownership.NOBODY);
        }
        for (int i = 0; i < history.size(); i++) {
            AnonymousEvent was = history.get(i);
            Assignment now = assign(was.event(), rules);
            if (!now.userId().equals(was.userId())) {
                touched.put(was.userId(), now.userId());
                touched.putIfAbsent(now.userId(), now.userId());
                history.set(i, new AnonymousEvent(now.event(), now.userId()));
                hold(now.userId());
            } else if (now.event().shown() != was.event().shown()) {
                touched.putIfAbsent(was.userId(), was.userId());
                history.set(i, new AnonymousEvent(now.event(), now.userId()));
            }
        }
        List<Change> changes = new ArrayList<>(touched.size());
        touched.forEach(
                (user, gainer) -> {
                    long from = user.equals(cleared) ? Long.MIN_VALUE : horizonMillis;
                    String movedTo = gainer.equals(user) ? null : person(gainer, deviceId);
                    changes.add(
                            new Change(user, new DeviceHistory(deviceId, from, of(user), movedTo)));
                });
        return changes;
    }

    /** The person id of a user of the device, or of the device itself. */
    static String person(String user, String deviceId) {
        return user.equals(Ownership.NOBODY) ? deviceId : user;
    }

    private PastEvent[] of(String user) {
        return history.stream()
                .filter(each -> each.userId().equals(user))
                .map(AnonymousEvent::event)
                .toArray(PastEvent[]::new);
    }
}
