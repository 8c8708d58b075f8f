package io.nextclick.identity;

/**
 * Evidence that a device is a user's, or nobody's after a logout: it holds until the next evidence.
 * Old evidence of one user in a row is kept as one. Stored.
 *
 * @param userId the user, empty for nobody
 * @param firstMillis time of the evidence, or of the first one in a row, ms since the epoch
 * @param lastMillis time of the last one in a row
 * @param visit hash of the site's own session id of the first one, 0 if there is none
 * @param evidence what kind the first one is
 * @param loggedOut the user whom a logout named, empty if it named none or this is no logout
 */
public record Ownership(
        String userId,
        long firstMillis,
        long lastMillis,
        int visit,
        Evidence evidence,
        String loggedOut) {

    /** User of a device that nobody is logged in on. */
    static final String NOBODY = "";

    static Ownership of(String userId, long millis, int visit, Evidence evidence) {
        return new Ownership(userId, millis, millis, visit, evidence, NOBODY);
    }

    /** Nobody's from a time on, because somebody logged out. */
    static Ownership logout(String loggedOut, long millis) {
        return new Ownership(NOBODY, millis, millis, 0, Evidence.NONE, loggedOut);
    }

    /** The person id of a user of a device, or of the device itself. */
    static String person(String user, String deviceId) {
        return user.equals(NOBODY) ? deviceId : user;
    }

    boolean isOf(String user) {
        return userId.equals(user);
    }

    boolean isNobodys() {
        return userId.equals(NOBODY);
    }

    /** True if it is void once all evidence for that user is. */
    boolean isEvidenceFor(String user) {
        return isOf(user) || (isNobodys() && loggedOut.equals(user));
    }

    /** The same from its last evidence on; what lies between is not remembered. */
    Ownership fromLast() {
        return new Ownership(userId, lastMillis, lastMillis, 0, evidence, loggedOut);
    }

    Ownership until(long millis) {
        return new Ownership(userId, firstMillis, millis, visit, evidence, loggedOut);
    }
}
