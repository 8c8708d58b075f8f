package io.nextclick.recommend;

import java.util.Arrays;

/**
 * The items of one list's candidates by row, in the order in which they were named, and the row of
 * each: a hash table with open addressing. Reused from list to list.
 */
final class ItemRows {

    private static final int FIRST_ROWS = 128;

    private int rows;
    private String[] items = new String[0];

    /** The row and 1, 0 where there is none. */
    private int[] places = new int[0];

    /** Removes all rows and makes room for so many: one sweep is cheaper than one a row. */
    void clear(int most) {
        rows = 0;
        if (items.length < most) {
            items = new String[most];
        }
        int wanted = Integer.highestOneBit(Math.max(most, FIRST_ROWS)) * 4;
        if (places.length < wanted) {
            places = new int[wanted];
        } else {
            Arrays.fill(places, 0);
        }
    }

    /** How many there are. */
    int count() {
        return rows;
    }

    /** The item of a row. */
    String item(int row) {
        return items[row];
    }

    /** The row of an item, which is added if it has none. */
    int rowOf(String item) {
        int at = placeOf(item);
        if (places[at] == 0) {
            items[rows] = item;
            places[at] = ++rows;
        }
        return places[at] - 1;
    }

    /** The row of an item, -1 if it has none. */
    int find(String item) {
        return places[placeOf(item)] - 1;
    }

    /** Where the item's row is, or would be. */
    private int placeOf(String item) {
        int mask = places.length - 1;
        int at = spread(item.hashCode()) & mask;
        while (places[at] != 0 && !items[places[at] - 1].equals(item)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }
}
