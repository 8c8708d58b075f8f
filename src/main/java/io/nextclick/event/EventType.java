package io.nextclick.event;

/**
 * What a visitor did. The names are those of the {@code BehaviorEvent} contract. New ones are last:
 * the place is a number in stored bytes.
 */
public enum EventType {
    UNKNOWN(false, false),
    VIEW(true, true),
    SEARCH(false, true),
    FILTER(false, true),
    ADD_TO_CART(true, true),
    REMOVE_FROM_CART(true, true),
    CHECKOUT(false, true),
    PURCHASE(true, true),
    RATE(true, true),
    WISH(true, true),
    SHARE(true, true),
    IMPRESSION(true, false),
    CLICK(true, true),
    PAGE_PING(false, false),
    LOGIN(false, true),
    LOGOUT(false, false),
    HOVER(true, false),
    NOT_INTERESTED(true, true);

    private final boolean itemEvent;
    private final boolean asksForList;

    EventType(boolean itemEvent, boolean asksForList) {
        this.itemEvent = itemEvent;
        this.asksForList = asksForList;
    }

    /**
     * True if such an event says nothing without an item id, or, as an impression may, the items of
     * a list.
     */
    public boolean isItemEvent() {
        return itemEvent;
    }

    /** True if such an event is answered with a new list. */
    public boolean asksForList() {
        return asksForList;
    }

    /**
     * True if the visitor did next to nothing for it: they were shown something, or pointed at it,
     * or a page stayed open, or this version does not know what it was. Such events come by the
     * dozen with one page. So they are counted apart from deeds wherever events have a bound, and
     * make nobody a bot.
     */
    public boolean isPassive() {
        return this == IMPRESSION || this == HOVER || this == PAGE_PING || this == UNKNOWN;
    }

    /** True if the visitor moved to an item, which is what the next-click figures count. */
    public boolean isNavigation() {
        return this == VIEW || this == CLICK;
    }

    /**
     * True of the page that a click on the same item opened: what it says was said by the click.
     */
    public boolean isOpenedBy(EventType before) {
        return this == VIEW && before == CLICK;
    }

    /** How strongly such an event says that the person wants the item, more than a view: 0 to 3. */
    public float intent() {
        return switch (this) {
            case WISH -> 0.5f;
            case ADD_TO_CART -> 1;
            case PURCHASE -> 3;
            default -> 0;
        };
    }

    /** True if such an event moves pieces of its item into the cart, out of it or to the person. */
    public boolean movesPieces() {
        return this == ADD_TO_CART || this == REMOVE_FROM_CART || this == PURCHASE;
    }

    /**
     * True if such an event says that the person turned to the item: it counts in the item's
     * popularity and, where it is a step of the session, in its pairs.
     */
    public boolean isInterest() {
        return itemEvent && !isPassive() && this != REMOVE_FROM_CART && this != NOT_INTERESTED;
    }

    /** True if the person's lists are not to have its item any more: bought, or not wanted. */
    public boolean keepsOut() {
        return this == PURCHASE || this == NOT_INTERESTED;
    }
}
