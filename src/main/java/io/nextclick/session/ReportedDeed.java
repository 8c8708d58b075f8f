package io.nextclick.session;

import io.nextclick.event.EventType;
import io.nextclick.event.Money;
import io.nextclick.flow.PastEvent;
import java.util.Objects;

/**
 * A deed of a person that another source may report as well. Stored.
 *
 * @param id hash of the event's id
 * @param deed hash of its type and item
 * @param amount hash of its price, currency and quantity, 0 if it has no price
 * @param device hash of its device, 0 if it has none
 * @param anonymous true if it has no user id, so that it goes with its device
 */
public record ReportedDeed(int id, int deed, int amount, int device, boolean anonymous) {

    /** What is remembered of a deed. */
    static ReportedDeed of(PastEvent event) {
        EventType type = event.type();
        String device = event.deviceId();
        return new ReportedDeed(
                event.eventId().hashCode(),
                31 * type.name().hashCode() + Objects.hashCode(event.itemId()),
                event.priceMicros() == Money.UNKNOWN
                        ? 0
                        : Objects.hash(event.priceMicros(), event.currency(), event.quantity()),
                device == null ? 0 : device.hashCode(),
                event.anonymous());
    }

    /** True if both are the same deed, told by two sources. */
    boolean repeats(ReportedDeed other) {
        return id == other.id && deed == other.deed && device != other.device;
    }

    /** True if both state amounts, and not the same. */
    boolean contradicts(ReportedDeed other) {
        return amount != 0 && other.amount != 0 && amount != other.amount;
    }
}
