package io.nextclick.feedback;

/** What is counted of feedback. New ones are last: the place is a number in stored arrays. */
public enum FeedbackCount {
    LISTS_SHOWN,
    ITEMS_SHOWN,
    CLICKS,
    ORPHAN_CLICKS,
    LISTS_CLICKED,
    DWELL_MILLIS,
    DWELLS,
    BOUNCES,
    CARTS,
    ORDERS,
    VALUE_MICROS;

    private static final int COUNT = values().length;

    /** How many there are. */
    static int size() {
        return COUNT;
    }

    /** Its place in an array. */
    @SuppressWarnings("EnumOrdinal")
    int place() {
        return ordinal();
    }
}
