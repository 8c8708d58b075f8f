package io.nextclick.demo;

import io.nextclick.bound.BoundedMap;
import io.nextclick.contract.ListReader.ReadList;
import io.nextclick.event.Event;
import io.nextclick.event.ListToken;
import io.nextclick.event.SiteKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest list of each person and surface, as the pages of a shop would ask for it. Bounded: the
 * lists, and the devices whose persons are known, that are oldest are evicted. Thread-safe.
 */
final class NewestLists {

    /** Items of a list that have room on a page. */
    static final int ON_A_PAGE = 10;

    /** About 1 kB each. */
    private static final int MAX_LISTS = 20_000;

    private final Map<String, PageList> lists;
    private final Map<String, String> persons;

    /**
     * A list as a page shows it.
     *
     * @param token what it is known by, not signed
     * @param items those that have room, best first
     */
    record PageList(ListToken token, List<String> items) {}

    NewestLists() {
        this(MAX_LISTS);
    }

    /**
     * @param max lists and devices at most
     */
    NewestLists(int max) {
        lists = BoundedMap.byLastPut(max);
        persons = BoundedMap.byLastPut(max);
    }

    /** Takes a list under its key on the topic. */
    synchronized void put(String key, ReadList list) {
        List<String> items = list.items();
        List<String> onPage = List.copyOf(items.subList(0, Math.min(ON_A_PAGE, items.size())));
        lists.put(key, new PageList(list.token(), onPage));
        for (String device : list.deviceIds()) {
            persons.put(SiteKey.of(list.token().site(), device), list.personId());
        }
    }

    /** A list no longer holds. */
    synchronized void remove(String key) {
        lists.remove(key);
    }

    /** The newest list for the page of an event, if there is one with something on it. */
    synchronized @Nullable PageList of(Event event) {
        String user = event.userId();
        String person = user != null ? user : personOf(event);
        String key = event.surface().listKey(SiteKey.of(event.site(), person));
        PageList list = lists.get(key);
        return list == null || list.items.isEmpty() ? null : list;
    }

    private String personOf(Event event) {
        String person = persons.get(event.sourceKey());
        return person == null ? event.personId() : person;
    }
}
