package io.nextclick.recommend;

import java.util.Arrays;

/**
 * A row of bytes for each item, found by the hash of its id in open addressing. A list asks for
 * those of some sixty items, so they lie close together: what is slow about it is fetching memory.
 * Of 20,000 items an item that has no row is taken for another one's once in 200,000 times.
 */
final class InterestRows {

    private static final int FIRST_ROWS = 16;
    private static final int PAGE_BITS = 3;
    private static final int PAGE_ROWS = 1 << PAGE_BITS;
    private static final int NONE = -1;
    private static final long LOW = 0xFFFF_FFFFL;

    /** Hash above, row + 1 below; 0 is empty. At most half are not. */
    private long[] slots = new long[2 * FIRST_ROWS];

    /** Some rows each: a site with one item is not to take the memory of many. */
    private byte[][] pages = new byte[1][];

    private int pageCount;

    /** Bytes of a row. */
    private int width;

    /** Rows that had an item by now, and those of them that are free. */
    private int rows;

    private int[] free = new int[FIRST_ROWS];
    private int freeRows;

    /** A row of zeros for another item. */
    int add(int hash) {
        int row = freeRows > 0 ? free[--freeRows] : rows++;
        if (2 * (rows - freeRows) > slots.length) {
            long[] before = slots;
            slots = new long[2 * before.length];
            for (long slot : before) {
                if (slot != 0) {
                    insert(slot);
                }
            }
        }
        insert(((long) hash << Integer.SIZE) | (row + 1));
        if (row >>> PAGE_BITS == pageCount) {
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, 2 * pageCount);
            }
            pages[pageCount++] = new byte[PAGE_ROWS * width];
        }
        int at = start(row);
        Arrays.fill(page(row), at, at + width, (byte) 0);
        return row;
    }

    private void insert(long slot) {
        int at = placeOf((int) (slot >>> Integer.SIZE));
        while (slots[at] != 0) {
            at = next(at);
        }
        slots[at] = slot;
    }

    /** Takes an item's row from it. */
    void remove(int hash, int row) {
        int at = placeOf(hash);
        while (rowIn(slots[at]) != row) {
            at = next(at);
        }
        // Whoever stands behind moves up, as far as its own place lets it.
        int hole = at;
        for (int i = next(at); slots[i] != 0; i = next(i)) {
            int place = placeOf((int) (slots[i] >>> Integer.SIZE));
            if (distance(place, i) >= distance(hole, i)) {
                slots[hole] = slots[i];
                hole = i;
            }
        }
        slots[hole] = 0;
        if (freeRows == free.length) {
            free = Arrays.copyOf(free, 2 * freeRows);
        }
        free[freeRows++] = row;
    }

    /** The row of an item's hash; below 0 if there is none. */
    int find(int hash) {
        int at = placeOf(hash);
        while (slots[at] != 0) {
            if ((int) (slots[at] >>> Integer.SIZE) == hash) {
                return rowIn(slots[at]);
            }
            at = next(at);
        }
        return NONE;
    }

    /** Makes rows at least as wide; what is new of them is 0. */
    void widen(int wanted) {
        if (wanted <= width) {
            return;
        }
        for (int i = 0; i < pageCount; i++) {
            byte[] wider = new byte[PAGE_ROWS * wanted];
            for (int row = 0; row < PAGE_ROWS; row++) {
                System.arraycopy(pages[i], row * width, wider, row * wanted, width);
            }
            pages[i] = wider;
        }
        width = wanted;
    }

    /** A byte of a row; 0 beyond its width. */
    byte get(int row, int place) {
        return place < width ? page(row)[start(row) + place] : 0;
    }

    void set(int row, int place, byte value) {
        page(row)[start(row) + place] = value;
    }

    private byte[] page(int row) {
        return pages[row >>> PAGE_BITS];
    }

    private int start(int row) {
        return (row & (PAGE_ROWS - 1)) * width;
    }

    private int placeOf(int hash) {
        return ItemRows.spread(hash) & (slots.length - 1);
    }

    private int next(int at) {
        return (at + 1) & (slots.length - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (slots.length - 1);
    }

    private static int rowIn(long slot) {
        return (int) (slot & LOW) - 1;
    }
}
