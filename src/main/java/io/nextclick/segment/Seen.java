package io.nextclick.segment;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.Money;
import io.nextclick.flow.DeviceHistory;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Facts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event as it is remembered for the rules. Partial matches share these objects. */
final class Seen {

    /** The number of pieces that is not known. */
    static final int UNKNOWN_PIECES = -1;

    private static final int MAX_TEXT_LENGTH = 256;

    final long millis;
    final String eventId;
    final EventType type;
    final @Nullable String item;
    final @Nullable String category;
    final @Nullable String brand;

    /** Price of a piece, as {@link Money} keeps it. */
    final long priceMicros;

    /** Null if the event states none. */
    final @Nullable String currency;

    final int quantity;

    /** The device of an event without a user id, which may turn out to be another's; else null. */
    final @Nullable String source;

    /** False keeps its item out of the person's recent items. */
    final boolean shown;

    /** What the event means to the rules; empty once it is final, since it is then in the state. */
    Touch[] touches = Touch.NONE;

    /**
     * True if a rule to which it means something may yet ask for its fields. Of another one that
     * only partial matches hold, time and id are kept, and the fields are lost when it is written.
     */
    boolean fieldsNeeded;

    Seen(
            long millis,
            String eventId,
            EventType type,
            @Nullable String item,
            @Nullable String category,
            @Nullable String brand,
            long priceMicros,
            @Nullable String currency,
            int quantity,
            @Nullable String source,
            boolean shown) {
        this.millis = millis;
        this.eventId = eventId;
        this.type = type;
        this.item = item;
        this.category = category;
        this.brand = brand;
        this.priceMicros = priceMicros;
        this.currency = currency;
        this.quantity = quantity;
        this.source = source;
        this.shown = shown;
    }

    /** An event of which no rule asks any more what it was. */
    static Seen bare(long millis, String eventId, @Nullable String source, boolean shown) {
        return new Seen(
                millis,
                eventId,
                EventType.UNKNOWN,
                null,
                null,
                null,
                Money.UNKNOWN,
                null,
                UNKNOWN_PIECES,
                source,
                shown);
    }

    static Seen of(Event event) {
        EventContext context = event.context();
        Integer quantity = context.quantity();
        return new Seen(
                event.occurredAtMillis(),
                event.eventId(),
                event.type(),
                event.itemId(),
                shortened(context.category()),
                shortened(context.brand()),
                Money.micros(context.price()),
                context.currency(),
                quantity == null ? UNKNOWN_PIECES : quantity,
                event.userId() == null ? event.deviceId() : null,
                true);
    }

    /** An event that has come to the person with the history of a device. */
    static Seen of(PastEvent event) {
        return new Seen(
                event.occurredAtMillis(),
                event.eventId(),
                event.type(),
                event.itemId(),
                event.category(),
                event.brand(),
                event.priceMicros(),
                event.currency(),
                event.quantity(),
                event.deviceId(),
                event.shown());
    }

    /** True if a history takes its place. */
    boolean isReplacedBy(DeviceHistory history) {
        return source != null && history.replaces(source, millis);
    }

    /** True if it is no longer the person's once a history has taken the place of another. */
    boolean isLostBy(DeviceHistory history) {
        if (!isReplacedBy(history)) {
            return false;
        }
        for (PastEvent event : history.events()) {
            if (event.occurredAtMillis() == millis && event.eventId().equals(eventId)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= MAX_TEXT_LENGTH
                ? text
                : text.substring(0, MAX_TEXT_LENGTH);
    }

    void finish() {
        touches = Touch.NONE;
    }

    /** A field of which a rule counts different values. */
    @Nullable String field(String name) {
        return switch (name) {
            case "item" -> item;
            case "category" -> category;
            case "brand" -> brand;
            default -> throw new IllegalArgumentException("not a field to count by: " + name);
        };
    }

    /** A field by which a rule is parted, as far as it is remembered; null if it has none. */
    @Nullable String partition(String name) {
        return switch (name) {
            case "item", "category", "brand" -> field(name);
            default -> null;
        };
    }

    /**
     * Pieces of an event's item in the cart after it, −1 if it moves none. What was taken out and
     * never put in leaves none; a purchase leaves none either.
     *
     * @param before the events before it, of which those later than it are not
     */
    static int inCart(List<Seen> before, Seen event) {
        if (!event.type.movesPieces() || event.item == null) {
            return -1;
        }
        long pieces = 0;
        if (event.type != EventType.PURCHASE) {
            for (Seen each : before) {
                if (each.millis <= event.millis && event.item.equals(each.item)) {
                    pieces = each.piecesAfter(pieces);
                }
            }
        }
        return (int) Math.min(event.piecesAfter(pieces), Integer.MAX_VALUE);
    }

    private long piecesAfter(long pieces) {
        int moved = quantity == UNKNOWN_PIECES ? 1 : quantity;
        return switch (type) {
            case ADD_TO_CART -> pieces + moved;
            case REMOVE_FROM_CART -> Math.max(pieces - moved, 0);
            case PURCHASE -> 0;
            default -> pieces;
        };
    }

    /** What a condition can still ask about it. */
    Facts facts(String site, PersonMetrics person, List<String> segments, int inCart) {
        EventContext context =
                EventContext.builder()
                        .category(category)
                        .brand(brand)
                        .price(priceMicros < 0 ? null : (Double) Money.value(priceMicros))
                        .currency(currency)
                        .quantity(quantity < 0 ? null : (Integer) quantity)
                        .build();
        Event event = new Event(eventId, type, millis, site, null, null, null, item, context);
        return new Facts(event, person, segments, 0, true, inCart);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Seen seen
                && millis == seen.millis
                && eventId.equals(seen.eventId)
                && type == seen.type
                && Objects.equals(item, seen.item)
                && Objects.equals(category, seen.category)
                && Objects.equals(brand, seen.brand)
                && priceMicros == seen.priceMicros
                && Objects.equals(currency, seen.currency)
                && quantity == seen.quantity;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(millis) + eventId.hashCode();
    }

    @Override
    public String toString() {
        return eventId + '@' + millis;
    }
}
