package io.nextclick.bench;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.ListToken;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Impressions and clicks of lists among a log's events. A list has the items that were visited last
 * by anybody, and a token as the gateway writes it. Each list of ten is clicked.
 */
final class ShownTraffic {

    private static final int ITEMS = 10;
    private static final int LISTS_A_CLICK = 10;
    private static final int VISIBLE_MILLIS = 1_500;

    private final double share;
    private final Deque<String> visited = new ArrayDeque<>();
    private double due;
    private long lists;

    /**
     * @param share of all events that are impressions, 0 to below 1
     */
    ShownTraffic(double share) {
        this.share = share;
    }

    /** What the event's visitor is shown then and does with it. */
    List<Event> after(Event event) {
        String item = event.itemId();
        if (share == 0 || item == null) {
            return List.of();
        }
        due += share / (1 - share);
        List<Event> more = new ArrayList<>(2);
        if (due >= 1 && visited.size() == ITEMS) {
            due--;
            lists++;
            more.add(of(event, EventType.IMPRESSION, null, shown()));
            if (lists % LISTS_A_CLICK == 0) {
                int position = (int) (lists / LISTS_A_CLICK % ITEMS) + 1;
                ShownList clicked = new ShownList(null, position, token(), null, List.of());
                more.add(of(event, EventType.CLICK, item(position), clicked));
            }
        }
        visited.remove(item);
        visited.addLast(item);
        if (visited.size() > ITEMS) {
            visited.removeFirst();
        }
        return more;
    }

    private String item(int position) {
        return visited.stream().skip(position - 1L).findFirst().orElseThrow();
    }

    private ShownList shown() {
        List<ShownItem> items = new ArrayList<>(ITEMS);
        for (String item : visited) {
            items.add(new ShownItem(item, items.size() + 1));
        }
        return new ShownList(null, null, token(), (long) VISIBLE_MILLIS, items);
    }

    private String token() {
        UUID id = new UUID(0, lists);
        var token = new ListToken(id, 0, ListToken.CERTAIN, "default", "home", "", List.of());
        return ListToken.text(token.content(1), new byte[ListToken.SIGNATURE]);
    }

    private Event of(Event event, EventType type, @Nullable String item, ShownList list) {
        return new Event(
                event.eventId() + '-' + type,
                type,
                event.occurredAtMillis(),
                event.site(),
                event.userId(),
                event.deviceId(),
                event.sourceSessionId(),
                item,
                EventContext.builder().list(list).build());
    }
}
