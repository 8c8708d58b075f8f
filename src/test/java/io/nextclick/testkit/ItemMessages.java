package io.nextclick.testkit;

import io.nextclick.similarity.ItemMessage;
import org.jspecify.annotations.Nullable;

/** What events tell items and ask of them. */
public final class ItemMessages {

    private ItemMessages() {}

    /** A person came from one item to another. */
    public static ItemMessage wentOn(String item, String to) {
        return message("ann", "default", item, false, null, to);
    }

    /** A person visited an item. */
    public static ItemMessage visit(String item, @Nullable String category) {
        return message("ann", "default", item, true, category, null);
    }

    /** A question of another person, bob, that teaches nothing. */
    public static ItemMessage ask(String site, String item) {
        return message("bob", site, item, false, null, null);
    }

    private static ItemMessage message(
            String person,
            String site,
            String item,
            boolean visited,
            @Nullable String category,
            @Nullable String after) {
        return new ItemMessage(
                site,
                item,
                person,
                9,
                3,
                Events.NOON,
                visited ? 1 : 0,
                category,
                after,
                after == null ? 0 : 1,
                false,
                0,
                new String[0],
                new float[0]);
    }
}
