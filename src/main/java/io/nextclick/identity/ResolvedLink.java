package io.nextclick.identity;

/**
 * What is known of the newest link of a device. Stored.
 *
 * @param statedUser the user id of the link
 * @param user whose the device is by it: the same, or the user of the device of that id
 * @param millis when it was stated, ms since the epoch
 */
public record ResolvedLink(String statedUser, String user, long millis) {

    ResolvedLink to(String other) {
        return new ResolvedLink(statedUser, other, millis);
    }
}
