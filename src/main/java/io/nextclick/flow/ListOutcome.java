package io.nextclick.flow;

import java.util.List;

/**
 * What became of a shown list, before and after something happened to it.
 *
 * @param personKey whose it is, among all sites
 * @param arm the way of making lists that was drawn for it; empty for none
 * @param segments those that its person was in when it was made
 * @param openedAtMillis when the person saw it first, ms since the epoch
 * @param before by {@link Part}; empty if there was no such list of the person
 * @param after the same; empty if the list is no longer the person's
 */
public record ListOutcome(
        String personKey,
        String arm,
        List<String> segments,
        long openedAtMillis,
        long[] before,
        long[] after) {

    /** Of a list that is not there. */
    public static final long[] NOTHING = {};

    /** What is summed up. New ones are last: the place is stored. */
    public enum Part {
        /** 1 if an impression showed it. */
        SHOWN,
        CLICKS,
        CARTS,
        ORDERS,
        REVENUE_MICROS,
        VALUE_MICROS;

        private static final int COUNT = values().length;

        /** How many there are. */
        public static int size() {
            return COUNT;
        }

        /** Its place in an array. */
        @SuppressWarnings("EnumOrdinal")
        public int place() {
            return ordinal();
        }
    }

    /** By how much a part has changed. */
    public long change(Part part) {
        return of(after, part) - of(before, part);
    }

    private static long of(long[] sums, Part part) {
        return sums.length == 0 ? 0 : sums[part.place()];
    }

    /** True if nothing changed that is summed up. */
    public boolean isZero() {
        for (Part part : Part.values()) {
            if (change(part) != 0) {
                return false;
            }
        }
        return true;
    }
}
