package io.nextclick.generate;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.ShownList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A page of the shop with somebody before it, whose wants are known: how relevant an item of a list
 * is to them, and the events that the list leads to. Does not change when the visit goes on.
 */
public final class PageView {

    /** Chance of a click on what tends to follow the item in view, once it is examined. */
    static final double FOLLOWING = 0.05;

    /** The same of the wanted category, brand and price band. */
    static final double FITTING = 0.03;

    /** The same of the wanted category. */
    static final double OF_CATEGORY = 0.015;

    /** The same of anything else. */
    static final double OTHER = 0.002;

    private final Event event;
    private final Shop shop;
    private final Person.Intent intent;
    private final int item;
    private final long salt;

    /**
     * @param event that opened the page
     * @param item number of the item in view, or {@link Visit#NONE}
     * @param salt draws of two pages differ by it
     */
    PageView(Event event, Shop shop, Person.Intent intent, int item, long salt) {
        this.event = event;
        this.shop = shop;
        this.intent = intent;
        this.item = item;
        this.salt = salt;
    }

    /** The event that opened the page. */
    public Event event() {
        return event;
    }

    /** Draws of this page: the same each time, and apart from those of other pages. */
    public SplittableRandom random() {
        return new SplittableRandom(salt);
    }

    /** How relevant items are to whoever is before the page, 0 to 1; 0 of what the shop has not. */
    public double[] relevance(List<String> itemIds) {
        return itemIds.stream().mapToDouble(this::relevance).toArray();
    }

    private double relevance(String itemId) {
        int number = shop.number(itemId);
        if (number == Visit.NONE || number == item) {
            return 0;
        }
        if (item != Visit.NONE && shop.items[item].isFollowedBy(number)) {
            return FOLLOWING;
        }
        ShopItem shown = shop.items[number];
        if (shown.leaf != intent.leaf()) {
            return OTHER;
        }
        boolean brandFits = intent.brand() < 0 || shown.brand == intent.brand();
        return brandFits && shown.priceBand == intent.priceBand() ? FITTING : OF_CATEGORY;
    }

    /**
     * The list comes into view.
     *
     * @param list with the items that are seen
     */
    public Event impression(ShownList list, long millis) {
        return event("-shown", EventType.IMPRESSION, null, page(list), millis);
    }

    /**
     * An item of the list is clicked.
     *
     * @param list with the item's position
     * @throws IllegalArgumentException if the shop has no such item
     */
    public Event click(String itemId, ShownList list, long millis) {
        shopItem(itemId);
        return event("-click-" + itemId, EventType.CLICK, itemId, page(list), millis);
    }

    /**
     * The page of a clicked item opens; it says nothing of the list.
     *
     * @throws IllegalArgumentException if the shop has no such item
     */
    public Event follow(String itemId, long millis) {
        return event("-view-" + itemId, EventType.VIEW, itemId, shopItem(itemId).page, millis);
    }

    private ShopItem shopItem(String itemId) {
        int number = shop.number(itemId);
        if (number == Visit.NONE) {
            throw new IllegalArgumentException("the shop has no item " + itemId);
        }
        return shop.items[number];
    }

    private EventContext page(ShownList list) {
        return EventContext.builder().pageType(event.context().pageType()).list(list).build();
    }

    private Event event(
            String suffix,
            EventType type,
            @Nullable String itemId,
            EventContext context,
            long millis) {
        return new Event(
                event.eventId() + suffix,
                type,
                millis,
                event.site(),
                event.userId(),
                event.deviceId(),
                event.sourceSessionId(),
                itemId,
                context,
                0,
                event.signals());
    }
}
