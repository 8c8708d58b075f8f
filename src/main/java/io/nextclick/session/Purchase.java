package io.nextclick.session;

/**
 * A bought item. Stored.
 *
 * @param itemId the item
 * @param occurredAtMillis when it was bought last, ms since the epoch
 * @param source device of an anonymous purchase, else empty
 */
public record Purchase(String itemId, long occurredAtMillis, String source) {}
