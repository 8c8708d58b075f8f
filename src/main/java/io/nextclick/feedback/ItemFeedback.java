package io.nextclick.feedback;

import org.jspecify.annotations.Nullable;

/**
 * What became of one item of a list.
 *
 * @param itemId product or article
 * @param position rank in the list, from 1; 0 if nobody says it
 * @param shown true if an impression showed it; false if only a click says that it was there
 * @param visibleMillis how long it was in view, ms; 0 if nobody says it
 * @param clickedAtMillis when it was clicked first, ms since the epoch; 0 if it was not
 * @param dwellMillis time spent on it after the click, ms; 0 if that is not known
 * @param bounced true if the click bounced
 * @param carts times that it was put into the cart
 * @param orders lines of orders of it
 * @param revenueMicros what these cost, millionths of the currency
 * @param currency of the first order; null if none has a price
 * @param valueMicros what it is worth by the settings, millionths
 */
public record ItemFeedback(
        String itemId,
        int position,
        boolean shown,
        long visibleMillis,
        long clickedAtMillis,
        long dwellMillis,
        boolean bounced,
        int carts,
        int orders,
        long revenueMicros,
        @Nullable String currency,
        long valueMicros) {

    /** True if it was clicked. */
    public boolean isClicked() {
        return clickedAtMillis != 0;
    }
}
