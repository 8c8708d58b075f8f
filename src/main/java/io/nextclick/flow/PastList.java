package io.nextclick.flow;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.event.ListToken;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import io.nextclick.event.Surface;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the list that an event came from. What a token says of the list was signed;
 * without one, the page of the event says the surface.
 *
 * @param recommendationId the list
 * @param surface where it was shown
 * @param arm the way of making lists that was drawn for it; empty for none
 * @param propensity with which probability it was made so, of 65,535; 0 if that is not known
 * @param generatedAtMillis when it was made, ms since the epoch; 0 if no token says it
 * @param segments those that its person was in then, as the token says
 * @param position rank of the event's item in it, from 1; 0 if that is not known
 * @param visibleMillis how long it was in view, ms; 0 if that is not known
 * @param items what an impression showed of it
 */
public record PastList(
        String recommendationId,
        String surface,
        String arm,
        int propensity,
        long generatedAtMillis,
        List<String> segments,
        int position,
        long visibleMillis,
        List<ShownItem> items) {

    private static final long MOST_VISIBLE_MILLIS = 86_400_000;

    /** The list of an event that shows one, or that turns to an item of one; else null. */
    public static @Nullable PastList of(Event event) {
        ShownList list = event.context().list();
        boolean impression = event.type() == EventType.IMPRESSION;
        boolean turned = event.type().isInterest() && event.itemId() != null;
        if (!list.isNamed() || !(impression || turned)) {
            return null;
        }
        int position = list.position() == null ? 0 : Math.max(list.position(), 0);
        Long seen = list.visibleMillis();
        long visible = seen == null ? 0 : Math.min(Math.max(seen, 0), MOST_VISIBLE_MILLIS);
        List<ShownItem> items = impression ? shown(event, position) : List.of();
        ListToken token = list.signed();
        if (token != null && token.site().equals(event.site())) {
            return new PastList(
                    token.recommendationId().toString(),
                    Surface.of(token.surface()).label(),
                    token.arm(),
                    token.propensity(),
                    token.generatedAtMillis(),
                    token.segments(),
                    position,
                    visible,
                    items);
        }
        String id = list.recommendationId();
        if (token != null || id == null) {
            return null;
        }
        String surface = event.surface().label();
        return new PastList(id, surface, "", 0, 0, List.of(), position, visible, items);
    }

    /** True if an event names a list by the token of another site. */
    public static boolean isForeign(Event event) {
        return event.context().list().isForeign(event.site());
    }

    private static List<ShownItem> shown(Event event, int position) {
        String own = event.itemId();
        List<ShownItem> items = event.context().list().items();
        if (own == null || items.stream().anyMatch(each -> each.itemId().equals(own))) {
            return items;
        }
        List<ShownItem> all = new ArrayList<>(items);
        all.add(new ShownItem(own, position));
        return List.copyOf(all);
    }

    /** True if a token says what the list is. */
    public boolean isSigned() {
        return generatedAtMillis != 0;
    }
}
