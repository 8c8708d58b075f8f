package io.nextclick.evaluate;

import io.nextclick.event.EventContext;

/**
 * A visitor turned to an item: what a {@link NextItemModel} learns and predicts.
 *
 * @param sessionId id of the session, unique in the log
 * @param itemId the item
 * @param atMillis when, ms since the epoch
 * @param context category, brand and price of the item and attributes of the visitor, as far as the
 *     log names them
 */
public record Click(String sessionId, String itemId, long atMillis, EventContext context) {

    /** A click that says nothing of its item. */
    public Click(String sessionId, String itemId, long atMillis) {
        this(sessionId, itemId, atMillis, EventContext.NONE);
    }
}
