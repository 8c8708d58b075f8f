package io.nextclick.recommend;

/**
 * How much more often than others people with the attributes of a request come to an item. What
 * {@link AttributeVisits} gives is valid until it is asked the next time.
 */
@FunctionalInterface
interface AttributeInterest {

    /** That of a request without attributes, or of which nothing is known. */
    AttributeInterest NONE = item -> 0;

    /** Logarithm of the ratio; 0 if nothing is known of the item. */
    float of(String item);
}
