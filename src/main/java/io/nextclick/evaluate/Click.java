package io.nextclick.evaluate;

/**
 * A visitor turned to an item: what a {@link NextItemModel} learns and predicts.
 *
 * @param sessionId id of the session, unique in the log
 * @param itemId the item
 * @param atMillis when, ms since the epoch
 */
public record Click(String sessionId, String itemId, long atMillis) {}
