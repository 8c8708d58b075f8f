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
    private int[] hashes = new int[0];

    /** The row and 1, 0 where there is none. */
    private int[] places = new int[0];

    /** Of the places that serve this list, a power of 2 less 1. */
    private int mask;

    /** Removes all rows and makes room for so many: one sweep is cheaper than one a row. */
    void clear(int most) {
        rows = 0;
        if (items.length < most) {
            items = new String[most];
            hashes = new int[most];
        }
        int wanted = Integer.highestOneBit(Math.max(most, FIRST_ROWS)) * 4;
        mask = wanted - 1;
        if (places.length < wanted) {
            places = new int[wanted];
        } else {
            Arrays.fill(places, 0, wanted, 0);
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

    /** The hash of a row's item. */
    int hash(int row) {
        return hashes[row];
    }

    /** Copies the items of the first rows. */
    void copyItems(String[] into, int count) {
        System.arraycopy(items, 0, into, 0, count);
    }

    /** The row of an item, which is added if it has none. */
    int rowOf(String item) {
        int hash = item.hashCode();
        int at = placeOf(item, hash);
        int row = places[at] - 1;
        if (row < 0) {
            row = rows++;
            items[row] = item;
            hashes[row] = hash;
            places[at] = rows;
        }
        return row;
    }

    /** The row of an item, -1 if it has none. */
    int find(String item) {
        return find(item, item.hashCode());
    }

    /** The same of an item whose hash is known. */
    int find(String item, int hash) {
        return places[placeOf(item, hash)] - 1;
    }

    /** Where the item's row is, or would be. */
    private int placeOf(String item, int hash) {
        int at = spread(hash) & mask;
        int row = places[at] - 1;
        while (row >= 0 && (hashes[row] != hash || !items[row].equals(item))) {
            at = (at + 1) & mask;
            row = places[at] - 1;
        }
        return at;
    }

    /** A hash whose low bits differ where its high bits do. */
    static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }
}
