package io.nextclick.identity;

/**
 * A time in which a device is a user's, or nobody's after a logout: from its first evidence until
 * the next ownership. Stored.
 *
 * @param userId the user, empty for nobody
 * @param firstMillis first evidence, ms since the epoch
 * @param lastMillis last evidence
 * @param visit hash of the site's own session id of the first evidence, 0 if there is none
 * @param evidence what kind the first evidence is
 */
public record Ownership(
        String userId, long firstMillis, long lastMillis, int visit, Evidence evidence) {

    /** User of a device that nobody is logged in on. */
    static final String NOBODY = "";

    boolean isOf(String user) {
        return userId.equals(user);
    }

    boolean isNobodys() {
        return userId.equals(NOBODY);
    }

    Ownership from(long millis, int ofVisit, Evidence kind) {
        return new Ownership(userId, millis, Math.max(lastMillis, millis), ofVisit, kind);
    }

    Ownership until(long millis) {
        return new Ownership(userId, firstMillis, millis, visit, evidence);
    }
}
