package io.nextclick.session;

/**
 * An item that a person bought, or said not to be interested in. Stored.
 *
 * @param itemId the item
 * @param occurredAtMillis when they did so last, ms since the epoch
 * @param source device if they were anonymous, else empty
 */
public record Purchase(String itemId, long occurredAtMillis, String source) {}
