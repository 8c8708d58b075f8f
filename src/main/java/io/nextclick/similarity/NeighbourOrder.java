package io.nextclick.similarity;

import java.util.Arrays;

/** The neighbours of an item by their strength. */
final class NeighbourOrder {

    private NeighbourOrder() {}

    /** The strongest neighbours: their places, strongest first; of equals the older. None has 0. */
    static int[] best(ItemNeighbours item, int most) {
        int size = item.size;
        long[] order = new long[size];
        for (int place = 0; place < size; place++) {
            // Bits of a float that is not negative are ordered as the float is.
            long bits = Float.floatToIntBits(item.strength(place));
            order[place] = bits << Integer.SIZE | (Integer.MAX_VALUE - place);
        }
        Arrays.sort(order);
        int count = Math.min(most, size);
        // A wanted one may wait here for its pairs while a history is corrected.
        while (count > 0 && order[size - count] >> Integer.SIZE == 0) {
            count--;
        }
        int[] best = new int[count];
        for (int i = 0; i < best.length; i++) {
            best[i] = Integer.MAX_VALUE - (int) order[size - 1 - i];
        }
        return best;
    }

    /**
     * Moves the strongest neighbours to the first places, in no certain order. {@link #settle}
     * keeps them there, so an answer sorts nothing.
     *
     * @return how many they are
     */
    static int strongestFirst(ItemNeighbours item, int most) {
        if (item.front != most) {
            item.front = most;
            while (item.size > most
                    && item.strength(strongestBehind(item)) > item.strength(weakestOfFront(item))) {
                item.swap(strongestBehind(item), weakestOfFront(item));
            }
        }
        return Math.min(most, item.size);
    }

    /** Moves a neighbour whose strength changed to where it belongs. */
    static void settle(ItemNeighbours item, int place, boolean isNew) {
        int front = item.front;
        if (front == 0 || item.size <= front) {
            return;
        }
        if (place >= front) {
            int weakest = weakestOfFront(item);
            if (item.strength(place) > item.strength(weakest)) {
                item.swap(place, weakest);
            }
        } else if (isNew) {
            int strongest = strongestBehind(item);
            if (item.strength(strongest) > item.strength(place)) {
                item.swap(place, strongest);
            }
        }
    }

    private static int weakestOfFront(ItemNeighbours item) {
        int weakest = 0;
        for (int i = 1; i < item.front; i++) {
            if (item.strength(i) < item.strength(weakest)) {
                weakest = i;
            }
        }
        return weakest;
    }

    private static int strongestBehind(ItemNeighbours item) {
        int strongest = item.front;
        for (int i = item.front + 1; i < item.size; i++) {
            if (item.strength(i) > item.strength(strongest)) {
                strongest = i;
            }
        }
        return strongest;
    }
}
