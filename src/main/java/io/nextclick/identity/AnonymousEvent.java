package io.nextclick.identity;

import io.nextclick.flow.PastEvent;

/**
 * An anonymous event of a device and whose it is taken for. Stored.
 *
 * @param event the event
 * @param userId the user, {@link Ownership#NOBODY} if it is the device's own
 */
public record AnonymousEvent(PastEvent event, String userId) {}
