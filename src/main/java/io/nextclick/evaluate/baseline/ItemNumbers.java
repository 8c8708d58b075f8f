package io.nextclick.evaluate.baseline;

import io.nextclick.evaluate.Click;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers items from 0 in the order in which they are first learnt. */
final class ItemNumbers {

    /** Rough bytes of an item in this map and list: entry, boxed number, reference. */
    private static final long BYTES_AN_ITEM = 80;

    static final int UNKNOWN = -1;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> ids = new ArrayList<>();

    int learn(String itemId) {
        Integer known = numbers.get(itemId);
        if (known != null) {
            return known;
        }
        numbers.put(itemId, ids.size());
        ids.add(itemId);
        return ids.size() - 1;
    }

    /** The number, or {@link #UNKNOWN}. */
    int of(String itemId) {
        return numbers.getOrDefault(itemId, UNKNOWN);
    }

    /** The number of the item of the last click, or {@link #UNKNOWN}. */
    int ofCurrent(List<Click> prefix) {
        return of(prefix.get(prefix.size() - 1).itemId());
    }

    int size() {
        return ids.size();
    }

    /** Ids of items in the order given. */
    List<String> ids(int[] items) {
        List<String> list = new ArrayList<>(items.length);
        for (int item : items) {
            list.add(ids.get(item));
        }
        return list;
    }

    long bytes() {
        return BYTES_AN_ITEM * ids.size();
    }
}
