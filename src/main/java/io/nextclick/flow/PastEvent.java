package io.nextclick.flow;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.Money;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an event, to make sessions of it and to move it to another person if it
 * turns out to be theirs.
 *
 * @param eventId the event's id
 * @param occurredAtMillis when, ms since the epoch
 * @param type what happened
 * @param anonymous true if the event carries no user id, so that its person follows from its device
 * @param shown false keeps its item out of the person's recent items
 * @param deviceId the device
 * @param visit hash of the site's own session id, 0 if there is none
 * @param itemId the item
 * @param category the item's or page's category, its first 128 characters
 * @param brand the item's brand, likewise
 * @param priceMicros price of a piece, as {@link Money} keeps it, {@link Money#UNKNOWN} if unknown
 * @param currency the price's currency; null if the event states none
 * @param quantity pieces, 1 if the event states none
 * @param dwellMillis time spent, ms, 0 if unknown
 * @param list the list that it came from; null for none, and where nobody asks for it
 */
public record PastEvent(
        String eventId,
        long occurredAtMillis,
        EventType type,
        boolean anonymous,
        boolean shown,
        @Nullable String deviceId,
        int visit,
        @Nullable String itemId,
        @Nullable String category,
        @Nullable String brand,
        long priceMicros,
        @Nullable String currency,
        int quantity,
        long dwellMillis,
        @Nullable PastList list) {

    /** Where events come from that carry the id of their user. */
    public static final String OWN = "";

    private static final int MOST_NAME_LENGTH = 128;
    private static final long MOST_DWELL_MILLIS = 86_400_000;

    /** What is remembered of an event, and of the list that it came from. */
    public static PastEvent ofListed(Event event) {
        return of(event).with(PastList.of(event));
    }

    /** What is remembered of an event, without its list. */
    public static PastEvent of(Event event) {
        EventContext context = event.context();
        Integer quantity = context.quantity();
        Long dwell = context.dwellMillis();
        return new PastEvent(
                event.eventId(),
                event.occurredAtMillis(),
                event.type(),
                event.userId() == null,
                true,
                event.deviceId(),
                visit(event),
                event.itemId(),
                shortened(context.category()),
                shortened(context.brand()),
                Money.micros(context.price()),
                context.currency(),
                quantity == null ? 1 : quantity,
                dwell == null ? 0 : Math.min(Math.max(dwell, 0), MOST_DWELL_MILLIS),
                null);
    }

    /** Names are remembered with every event of a person, so none may be a book. */
    private static @Nullable String shortened(@Nullable String name) {
        return name == null || name.length() <= MOST_NAME_LENGTH
                ? name
                : name.substring(0, MOST_NAME_LENGTH);
    }

    /** Hash of the site's own session id of an event, 0 if there is none. */
    public static int visit(Event event) {
        return event.sourceSessionId() == null ? 0 : event.sourceSessionId().hashCode();
    }

    /** Where the event comes from: its device if it is anonymous, else {@link #OWN}. */
    public String source() {
        return anonymous && deviceId != null ? deviceId : OWN;
    }

    /** The same without a device, if it is of that one. */
    public PastEvent without(String device) {
        return device.equals(deviceId) ? with(null, shown) : this;
    }

    /** The same, with or without its item among the recent ones. */
    public PastEvent withShown(boolean mayBeRecent) {
        return shown == mayBeRecent ? this : with(deviceId, mayBeRecent);
    }

    /** The same, come from another list or from none. */
    public PastEvent with(@Nullable PastList from) {
        return Objects.equals(list, from)
                ? this
                : with(deviceId, visit, shown, category, brand, from);
    }

    /** The same with nothing but what a list is judged by. */
    public PastEvent forFeedback() {
        return with(deviceId, 0, true, null, null, list);
    }

    private PastEvent with(@Nullable String device, boolean mayBeRecent) {
        return with(device, visit, mayBeRecent, category, brand, list);
    }

    private PastEvent with(
            @Nullable String device,
            int ofVisit,
            boolean mayBeRecent,
            @Nullable String ofCategory,
            @Nullable String ofBrand,
            @Nullable PastList from) {
        return new PastEvent(
                eventId,
                occurredAtMillis,
                type,
                anonymous,
                mayBeRecent,
                device,
                ofVisit,
                itemId,
                ofCategory,
                ofBrand,
                priceMicros,
                currency,
                quantity,
                dwellMillis,
                from);
    }
}
