package io.nextclick.ingest;

import io.nextclick.bound.BoundedMap;
import io.nextclick.event.EventChecks;
import io.nextclick.event.SiteKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items whose records came under another key than the contract's, such as {@code shoes/42} for
 * that item of the site {@code default}. A tombstone under such a key means the item that was
 * written under it, and not the one that the key would name.
 */
final class ItemKeys {

    /** Most keys that are remembered, the newest. */
    static final int MOST = 100_000;

    private final Map<String, Noted> noted = BoundedMap.byLastPut(MOST);

    /**
     * What the last record under a key that mattered said.
     *
     * @param itemKey the item, empty once a tombstone has removed it
     * @param offset the record's, by which the newer of two is known: one key is in one partition
     */
    private record Noted(String itemKey, long offset) {}

    /**
     * Notes the item of a record.
     *
     * @param key the record's key
     * @param itemKey the item among all sites
     * @param offset the record's
     */
    void note(String key, String itemKey, long offset) {
        if (!key.equals(itemKey) && !itemKey.equals(read(key))) {
            noted.put(key, new Noted(itemKey, offset));
        }
    }

    /**
     * Key of the item that a tombstone removes; the next tombstone under the key may be another.
     */
    String removed(String key, long offset) {
        @Nullable Noted last = noted.get(key);
        if (last == null || last.itemKey().isEmpty()) {
            return read(key);
        }
        // Not forgotten: another subtask may still have the item and write it to a savepoint.
        noted.put(key, new Noted("", offset));
        return last.itemKey();
    }

    /** Each key, its item, and the offset. */
    List<String> stored() {
        List<String> stored = new ArrayList<>(3 * noted.size());
        noted.forEach(
                (key, each) -> {
                    stored.add(key);
                    stored.add(each.itemKey());
                    stored.add(Long.toString(each.offset()));
                });
        return stored;
    }

    /** Takes in what the subtasks before a restart had stored; of one key the newest counts. */
    void restore(Iterable<String> stored) {
        Iterator<String> parts = stored.iterator();
        while (parts.hasNext()) {
            String key = parts.next();
            Noted each = new Noted(parts.next(), Long.parseLong(parts.next()));
            @Nullable Noted known = noted.get(key);
            if (known == null || known.offset() < each.offset()) {
                noted.put(key, each);
            }
        }
    }

    /** The same key, written as the contract says. */
    private static String read(String key) {
        String site = SiteKey.site(key);
        // No site has such a name, so the slash is the id's.
        return EventChecks.isSite(site) ? SiteKey.of(site, SiteKey.id(key)) : SiteKey.part(key);
    }
}
