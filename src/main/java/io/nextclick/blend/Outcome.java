package io.nextclick.blend;

/**
 * What a person did with an item that they came to from a list.
 *
 * @param kind what they did
 * @param itemId the item
 * @param amount of time spent, ms; of a rating, on the site's own scale; else 0
 */
public record Outcome(Kind kind, String itemId, double amount) {

    /** What a person did. */
    public enum Kind {
        TIME_SPENT,
        CART,
        ORDER,
        RATING
    }
}
