package io.nextclick.identity;

import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PastList;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.StoredEvents;
import io.nextclick.writeback.StoredLists;
import java.util.List;

/**
 * Writes one {@link DeviceIdentity}: first bits that say what is there, as most devices have little
 * of it, then that; each text once, nobody as no text, times as differences from the newest event.
 * {@link DeviceIdentityReader} reads it.
 */
final class DeviceIdentityWriter {

    static final int VERSION = 1;

    /** Bits of a device: what is not as in a new one. */
    static final int AWAITED = 1;

    static final int OWNERS = 1 << 1;
    static final int USERS = 1 << 2;
    static final int HISTORY = 1 << 3;
    static final int HORIZON = 1 << 4;
    static final int PUBLISHED = 1 << 5;
    static final int SKEW = 1 << 6;
    static final int HOLDERS = 1 << 7;
    static final int UNLINKED = 1 << 8;
    static final int FORGOTTEN = 1 << 9;
    static final int SHARED = 1 << 10;
    static final int GUESS = 1 << 11;
    static final int GUESS_CONFIDENCE = 1 << 12;
    static final int LISTS = 1 << 13;

    /** Bits of evidence and of what was published, above its kind. */
    static final int KIND_MASK = 7;

    static final int LASTS = 8;
    static final int VISIT = 16;
    static final int LOGGED_OUT = 32;
    static final int CERTAIN = 8;

    /** Bits of an event. */
    static final int NAMED = StoredEvents.FIRST_BIT;

    static final int HIDDEN = StoredEvents.SECOND_BIT;

    private DeviceIdentityWriter() {}

    static void write(DeviceIdentity device, CompactWriter out) {
        int parts = parts(device);
        long base = device.newestMillis;
        out.number(parts);
        out.signed(base);
        if ((parts & OWNERS) != 0) {
            out.number(device.owners.size());
            for (int i = 0; i < device.owners.size(); i++) {
                owner(device.owners.get(i), base, out);
            }
        }
        if ((parts & AWAITED) != 0) {
            out.signed(device.awaitedMillis - base);
        }
        if ((parts & USERS) != 0) {
            users(device.users, base, out);
        }
        if ((parts & HISTORY) != 0) {
            history(device.history, base, out);
        }
        if ((parts & HORIZON) != 0) {
            out.signed(device.horizonMillis - base);
        }
        if ((parts & PUBLISHED) != 0) {
            published(device, base, out);
        }
        if ((parts & SKEW) != 0) {
            out.signed(device.skew.events);
            out.signed(device.skew.leastMillis);
            out.signed(device.skew.mostMillis);
            out.octet(device.skew.reported ? 1 : 0);
        }
        seldom(device, parts, base, out);
    }

    private static int parts(DeviceIdentity device) {
        ClockSkew skew = device.skew;
        boolean skewed =
                skew.events != 0 || skew.leastMillis != 0 || skew.mostMillis != 0 || skew.reported;
        boolean forgotten =
                device.forgottenUserMillis != Long.MAX_VALUE
                        || device.forgottenUntilMillis != Long.MIN_VALUE;
        boolean published =
                !device.publishedUser.isEmpty()
                        || device.publishedEvidence != Evidence.NONE
                        || device.publishedSinceMillis != 0
                        || device.publishedConfidence != 0;
        return (device.awaitedMillis == 0 ? 0 : AWAITED)
                | (device.owners.isEmpty() ? 0 : OWNERS)
                | (device.users.isEmpty() ? 0 : USERS)
                | (device.history.isEmpty() ? 0 : HISTORY)
                | (device.horizonMillis == Long.MIN_VALUE ? 0 : HORIZON)
                | (published ? PUBLISHED : 0)
                | (skewed ? SKEW : 0)
                | (device.holders.isEmpty() ? 0 : HOLDERS)
                | (device.unlinked.isEmpty() ? 0 : UNLINKED)
                | (forgotten ? FORGOTTEN : 0)
                | (device.shared || device.sharedMillis != 0 ? SHARED : 0)
                | (device.guess == null ? 0 : GUESS)
                | (device.guessConfidence == 0 ? 0 : GUESS_CONFIDENCE)
                | (anyList(device.history) ? LISTS : 0);
    }

    private static void seldom(DeviceIdentity device, int parts, long base, CompactWriter out) {
        if ((parts & HOLDERS) != 0) {
            out.number(device.holders.size());
            for (String holder : device.holders) {
                out.text(holder);
            }
        }
        if ((parts & UNLINKED) != 0) {
            users(device.unlinked, base, out);
        }
        if ((parts & FORGOTTEN) != 0) {
            out.signed(device.forgottenUserMillis - base);
            out.signed(device.forgottenUntilMillis - base);
        }
        if ((parts & SHARED) != 0) {
            out.octet(device.shared ? 1 : 0);
            out.signed(device.sharedMillis - base);
        }
        if (device.guess != null) {
            owner(device.guess, base, out);
        }
        if ((parts & GUESS_CONFIDENCE) != 0) {
            out.real(device.guessConfidence);
        }
        if ((parts & LISTS) != 0) {
            lists(device.history, base, out);
        }
    }

    /** Behind all else, since hardly an event comes from a list: its place, and the list. */
    private static void lists(List<AnonymousEvent> history, long base, CompactWriter out) {
        int before = 0;
        for (int i = 0; i < history.size(); i++) {
            PastList list = history.get(i).event().list();
            if (list != null) {
                out.number(1L + i - before);
                StoredLists.write(list, base, out);
                before = i;
            }
        }
        out.number(0);
    }

    private static boolean anyList(List<AnonymousEvent> history) {
        for (int i = 0; i < history.size(); i++) {
            if (history.get(i).event().list() != null) {
                return true;
            }
        }
        return false;
    }

    private static void owner(Ownership owner, long base, CompactWriter out) {
        boolean lasts = owner.lastMillis() != owner.firstMillis();
        boolean loggedOut = !owner.loggedOut().isEmpty();
        out.octet(
                kind(owner.evidence())
                        | (lasts ? LASTS : 0)
                        | (owner.visit() != 0 ? VISIT : 0)
                        | (loggedOut ? LOGGED_OUT : 0));
        user(owner.userId(), out);
        out.signed(owner.firstMillis() - base);
        if (lasts) {
            out.signed(owner.lastMillis() - owner.firstMillis());
        }
        if (owner.visit() != 0) {
            out.fixedInt(owner.visit());
        }
        if (loggedOut) {
            out.text(owner.loggedOut());
        }
    }

    private static void users(List<SeenUser> users, long base, CompactWriter out) {
        out.number(users.size());
        for (int i = 0; i < users.size(); i++) {
            SeenUser seen = users.get(i);
            out.text(seen.userId());
            out.signed(seen.firstMillis() - base);
            out.signed(seen.lastMillis() - seen.firstMillis());
        }
    }

    private static void published(DeviceIdentity device, long base, CompactWriter out) {
        boolean certain = device.publishedConfidence == 1;
        out.octet(kind(device.publishedEvidence) | (certain ? CERTAIN : 0));
        user(device.publishedUser, out);
        out.signed(device.publishedSinceMillis - base);
        if (!certain) {
            out.real(device.publishedConfidence);
        }
    }

    private static void history(List<AnonymousEvent> history, long base, CompactWriter out) {
        out.number(history.size());
        long before = base;
        for (int i = 0; i < history.size(); i++) {
            AnonymousEvent anonymous = history.get(i);
            event(anonymous.event(), before, out);
            user(anonymous.userId(), out);
            before = anonymous.event().occurredAtMillis();
        }
    }

    private static void event(PastEvent event, long beforeMillis, CompactWriter out) {
        int bits = (event.anonymous() ? 0 : NAMED) | (event.shown() ? 0 : HIDDEN);
        StoredEvents.write(event, bits, beforeMillis, out);
    }

    private static void user(String user, CompactWriter out) {
        out.text(user.isEmpty() ? null : user);
    }

    /** The number of a kind: its place in the enum, where new ones are last. */
    @SuppressWarnings("EnumOrdinal")
    private static int kind(Evidence evidence) {
        return evidence.ordinal();
    }
}
