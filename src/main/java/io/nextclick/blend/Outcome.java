package io.nextclick.blend;

import org.jspecify.annotations.Nullable;

/**
 * What a person did with an item that a list offered.
 *
 * @param kind what they did
 * @param itemId the item
 * @param place the list that they named; null if none
 * @param amount of time spent, ms; of a rating, on the site's own scale; else 0
 */
public record Outcome(Kind kind, String itemId, @Nullable ListPlace place, double amount) {

    /** What a person did. */
    public enum Kind {
        TIME_SPENT,
        CART,
        ORDER,
        RATING,
        NOT_INTERESTED
    }
}
