package io.nextclick.segment;

import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.rule.Facts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event as it is remembered for the rules. Partial matches share these objects. */
final class Seen {

    private static final double HUNDREDTHS = 100;
    private static final double MAX_HUNDREDTHS = 1e11;
    private static final int MAX_TEXT_LENGTH = 256;

    final long millis;
    final String eventId;
    final EventType type;
    final @Nullable String item;
    final @Nullable String category;
    final @Nullable String brand;

    /** Price of a piece in hundredths, −1 if unknown. */
    final long priceHundredths;

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
            long priceHundredths) {
        this.millis = millis;
        this.eventId = eventId;
        this.type = type;
        this.item = item;
        this.category = category;
        this.brand = brand;
        this.priceHundredths = priceHundredths;
    }

    /** An event of which no rule asks any more what it was. */
    static Seen bare(long millis, String eventId) {
        return new Seen(millis, eventId, EventType.UNKNOWN, null, null, null, -1);
    }

    static Seen of(Event event) {
        EventContext context = event.context();
        Double price = context.price();
        return new Seen(
                event.occurredAtMillis(),
                event.eventId(),
                event.type(),
                event.itemId(),
                shortened(context.category()),
                shortened(context.brand()),
                price == null ? -1 : Math.round(Math.min(price * HUNDREDTHS, MAX_HUNDREDTHS)));
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= MAX_TEXT_LENGTH
                ? text
                : text.substring(0, MAX_TEXT_LENGTH);
    }

    Seen copy() {
        Seen copy = new Seen(millis, eventId, type, item, category, brand, priceHundredths);
        copy.touches = touches;
        copy.fieldsNeeded = fieldsNeeded;
        return copy;
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

    /** What a condition can still ask about it. */
    Facts facts(String site, PersonMetrics person, List<String> segments) {
        Double price = priceHundredths < 0 ? null : priceHundredths / HUNDREDTHS;
        EventContext context = EventContext.ofItem(category, brand, price);
        Event event = new Event(eventId, type, millis, site, null, null, null, item, context);
        return new Facts(event, person, segments, 0, true);
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
                && priceHundredths == seen.priceHundredths;
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
