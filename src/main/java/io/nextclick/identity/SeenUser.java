package io.nextclick.identity;

/**
 * A user seen on a device. Stored.
 *
 * @param userId the user
 * @param firstMillis first time, ms since the epoch
 * @param lastMillis last time
 */
public record SeenUser(String userId, long firstMillis, long lastMillis) {}
