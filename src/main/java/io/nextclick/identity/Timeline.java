package io.nextclick.identity;

import java.util.List;

/**
 * Whose a device was when: evidence in order of time. The newest is kept one by one, so that some
 * that comes late finds its place between; beyond the bound old evidence of one user in a row is
 * one.
 */
final class Timeline {

    static final int MAX_OWNERSHIPS = 32;

    private Timeline() {}

    /**
     * Puts evidence into its place.
     *
     * @return true if it may change whose the device was at some time
     */
    static boolean insert(List<Ownership> owners, Ownership evidence) {
        long millis = evidence.firstMillis();
        int place = owners.size();
        while (place > 0 && isAfter(owners.get(place - 1), evidence)) {
            place--;
        }
        Ownership before = place > 0 ? owners.get(place - 1) : null;
        boolean continues =
                before != null
                        && before.isOf(evidence.userId())
                        && before.loggedOut().equals(evidence.loggedOut());
        if (continues && before != null && before.lastMillis() >= millis) {
            return false;
        }
        owners.add(place, evidence);
        if (!continues && before != null && before.lastMillis() > millis) {
            // Somebody else's in a row were made one: when they were is not remembered, so that
            // time
            // is nobody's rather than the wrong one's.
            owners.set(place - 1, before.until(millis));
            owners.add(place + 1, Ownership.logout(Ownership.NOBODY, millis + 1));
            owners.add(place + 2, before.fromLast());
        }
        return before == null || !before.isOf(evidence.userId());
    }

    /** Of several at one time, logouts come first and then users by name, however they came. */
    private static boolean isAfter(Ownership one, Ownership other) {
        return one.firstMillis() != other.firstMillis()
                ? one.firstMillis() > other.firstMillis()
                : one.userId().compareTo(other.userId()) > 0;
    }

    private static boolean join(List<Ownership> owners, int place) {
        Ownership one = owners.get(place);
        Ownership next = owners.get(place + 1);
        if (!one.isOf(next.userId()) || !one.loggedOut().equals(next.loggedOut())) {
            return false;
        }
        owners.set(place, one.until(Math.max(one.lastMillis(), next.lastMillis())));
        owners.remove(place + 1);
        return true;
    }

    /**
     * Keeps the bound: joins the oldest evidence that can be, else drops the oldest.
     *
     * @return from when on the timeline is whole, {@link Long#MIN_VALUE} if nothing was dropped
     */
    static long bound(List<Ownership> owners) {
        long wholeFrom = Long.MIN_VALUE;
        while (owners.size() > MAX_OWNERSHIPS) {
            boolean joined = false;
            for (int i = 0; i + 1 < owners.size() && !joined; i++) {
                joined = join(owners, i);
            }
            if (!joined) {
                owners.remove(0);
                wholeFrom = owners.get(0).firstMillis();
            }
        }
        return wholeFrom;
    }

    /** Removes all evidence for a user up to a time; false if there was none. */
    static boolean removeUpTo(List<Ownership> owners, String user, long millis) {
        boolean removed = false;
        for (int i = owners.size() - 1; i >= 0; i--) {
            Ownership owner = owners.get(i);
            if (!owner.isEvidenceFor(user) || owner.firstMillis() > millis) {
                continue;
            }
            removed = true;
            if (owner.lastMillis() > millis) {
                owners.set(i, owner.fromLast());
            } else {
                owners.remove(i);
            }
        }
        return removed;
    }

    /** Place of the evidence that holds at a time, -1 if that is before the first. */
    static int at(List<Ownership> owners, long millis) {
        int place = owners.size() - 1;
        while (place >= 0 && owners.get(place).firstMillis() > millis) {
            place--;
        }
        return place;
    }

    /** The last evidence, from the first of its user in a row on. */
    static Ownership newest(List<Ownership> owners) {
        int place = owners.size() - 1;
        Ownership last = owners.get(place);
        while (place > 0 && owners.get(place - 1).isOf(last.userId())) {
            place--;
        }
        return owners.get(place);
    }

    /** True if nobody was ever logged in. */
    static boolean isNobodys(List<Ownership> owners) {
        for (Ownership owner : owners) {
            if (!owner.isNobodys()) {
                return false;
            }
        }
        return true;
    }
}
