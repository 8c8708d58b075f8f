package io.nextclick.ingest;

import io.nextclick.event.EventChecks;
import io.nextclick.event.SiteKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
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

    private final Map<String, String> itemKeys = new LinkedHashMap<>();

    /**
     * Notes the item of a record.
     *
     * @param key the record's key
     * @param itemKey the item among all sites
     */
    void note(String key, String itemKey) {
        if (key.equals(itemKey) || itemKey.equals(read(key))) {
            return;
        }
        itemKeys.remove(key);
        itemKeys.put(key, itemKey);
        if (itemKeys.size() > MOST) {
            Iterator<String> oldest = itemKeys.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /**
     * Key of the item that a tombstone removes; the next tombstone under the key may be another.
     */
    String removed(String key) {
        @Nullable String noted = itemKeys.remove(key);
        return noted != null ? noted : read(key);
    }

    /** Each key, and then its item. */
    List<String> pairs() {
        List<String> pairs = new ArrayList<>(2 * itemKeys.size());
        itemKeys.forEach(
                (key, itemKey) -> {
                    pairs.add(key);
                    pairs.add(itemKey);
                });
        return pairs;
    }

    /** The same key, written as the contract says. */
    private static String read(String key) {
        String site = SiteKey.site(key);
        // No site has such a name, so the slash is the id's.
        return EventChecks.isSite(site) ? SiteKey.of(site, SiteKey.id(key)) : SiteKey.part(key);
    }
}
