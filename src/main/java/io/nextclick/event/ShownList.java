package io.nextclick.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of the list that it came from; everything may be absent.
 *
 * @param recommendationId the list
 * @param position rank of the event's item in it, from 1
 * @param token what came with the list, as it was given
 * @param visibleMillis how long the list or the item was in view, ms
 * @param items what an impression showed of it
 */
public record ShownList(
        @Nullable String recommendationId,
        @Nullable Integer position,
        @Nullable String token,
        @Nullable Long visibleMillis,
        List<ShownItem> items) {

    /** Most items of one event. */
    public static final int MAX_ITEMS = 100;

    /** The event came from no list. */
    public static final ShownList NONE = new ShownList(null, null, null, null, List.of());

    /** What the token says; null without one that can be read. */
    public @Nullable ListToken signed() {
        return token == null ? null : ListToken.of(token);
    }

    /** True if it names a list by the token of another site. */
    public boolean isForeign(String site) {
        ListToken signed = signed();
        return signed != null && !signed.site().equals(site);
    }

    /** True if it says which list. */
    public boolean isNamed() {
        return recommendationId != null || token != null;
    }

    /** The same with the list's id, which a token says if there is one, and the position alone. */
    ShownList place(String site) {
        ListToken signed = signed();
        String id = signed == null ? recommendationId : signed.recommendationId().toString();
        return id == null || position == null || isForeign(site)
                ? NONE
                : new ShownList(id, position, null, null, List.of());
    }

    /** The items that an impression showed. */
    public List<String> itemIds() {
        return items.isEmpty() ? List.of() : items.stream().map(ShownItem::itemId).toList();
    }
}
