package io.nextclick.feedback;

import java.io.Serializable;

/**
 * How what people do is given to the lists that they saw.
 *
 * @param clickWindowMillis so long after a click the time spent counts, and so long after an item
 *     was shown a view of it is a click where that counts, ms
 * @param unnamedClicks true if a view or click that names no list is one in the list that showed
 *     its item last
 * @param orderWindowMillis so long after a click carts and orders of its item count, ms
 * @param correctionMillis so long after it was shown a list can still change, ms
 * @param bounceMillis who spends less time bounced, ms
 * @param skewMillis how far two clocks may differ, ms
 * @param maxLists most lists that are kept of a source of events; 0 if nothing is counted
 * @param clickMicros value of a click that did not bounce, millionths
 * @param cartMicros value of an item that was put into the cart, besides, millionths
 * @param orderMicros value of an item that was ordered, besides, millionths
 * @param currency ISO 4217 code of the revenue that experiments add up; none is converted
 */
public record FeedbackSettings(
        long clickWindowMillis,
        boolean unnamedClicks,
        long orderWindowMillis,
        long correctionMillis,
        long bounceMillis,
        long skewMillis,
        int maxLists,
        long clickMicros,
        long cartMicros,
        long orderMicros,
        String currency)
        implements Serializable {

    /** False if there is no feedback. */
    boolean counts() {
        return maxLists > 0;
    }
}
