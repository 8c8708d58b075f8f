package io.nextclick.recommend;

import java.util.Arrays;
import java.util.List;

/**
 * The newest items of a site. Stored: its components are part of every savepoint.
 *
 * @param items their ids, the newest first, of those as new as each other by id
 * @param sinceMillis when each was known first, ms since the epoch
 */
public record NewItems(String[] items, long[] sinceMillis) {

    /** Most items of a site. */
    static final int MOST = 50;

    static final NewItems NONE = new NewItems(new String[0], new long[0]);

    /** The same with an item, if there is room or it is newer than another; else the same. */
    NewItems with(String item, long since) {
        int known = Arrays.asList(items).indexOf(item);
        if (known >= 0 && sinceMillis[known] == since) {
            return this;
        }
        NewItems others = without(item);
        int place = 0;
        while (place < others.items.length && !others.isBehind(place, item, since)) {
            place++;
        }
        if (place == MOST) {
            return this;
        }
        int size = Math.min(others.items.length + 1, MOST);
        String[] ids = Arrays.copyOf(others.items, size);
        long[] times = Arrays.copyOf(others.sinceMillis, size);
        System.arraycopy(others.items, place, ids, place + 1, size - place - 1);
        System.arraycopy(others.sinceMillis, place, times, place + 1, size - place - 1);
        ids[place] = item;
        times[place] = since;
        return new NewItems(ids, times);
    }

    private boolean isBehind(int place, String item, long since) {
        return sinceMillis[place] < since
                || (sinceMillis[place] == since && items[place].compareTo(item) > 0);
    }

    /** The same without an item. */
    NewItems without(String item) {
        int place = Arrays.asList(items).indexOf(item);
        if (place < 0) {
            return this;
        }
        int size = items.length - 1;
        String[] ids = Arrays.copyOf(items, size);
        long[] times = Arrays.copyOf(sinceMillis, size);
        System.arraycopy(items, place + 1, ids, place, size - place);
        System.arraycopy(sinceMillis, place + 1, times, place, size - place);
        return new NewItems(ids, times);
    }

    /** Those that were known first at a moment or later. */
    List<String> since(long millis) {
        int count = 0;
        while (count < items.length && sinceMillis[count] >= millis) {
            count++;
        }
        return Arrays.asList(items).subList(0, count);
    }
}
