package io.nextclick.segment;

import io.nextclick.event.EventType;
import java.util.List;

/**
 * The bytes of a {@link PersonTriggers}: each text once, each event once, times as differences, all
 * numbers in as many bytes as they need. What rules hold of events are places in the list of
 * events, which begins with the log. An event that rules hold only for its time and id is written
 * as these. The first byte is the version of this layout. {@link PersonTriggersWriter} writes it,
 * and {@link PersonTriggersReader} reads it.
 */
final class PersonTriggersCodec {

    static final int VERSION = 4;

    /** What is written of an event, below the difference of its time. */
    static final int FIELDS = 1;

    static final int SOURCE = 2;
    static final int HIDDEN = 4;
    static final int ROW_BITS = 3;

    /** Which fields are written, above the type. */
    static final int TYPE_MASK = 31;

    static final int BRAND = 32;
    static final int AMOUNT = 64;
    static final int NEEDED = 128;

    /** What is written of an amount, below the price, which is 0 if unknown, else one more. */
    static final int CURRENCY = 1;

    static final int QUANTITY = 2;
    static final int AMOUNT_BITS = 2;

    /** Kinds of progress, below the difference of the slot; with a partition value or without. */
    static final int COUNT = 0;

    static final int CHAIN = 1;
    static final int NFA = 2;
    static final int KIND_MASK = 3;
    static final int PARTITION = 4;
    static final int PARTIAL_BITS = 3;

    /** How the present state is written: not known, the settled one, or by itself. */
    static final int UNKNOWN = 0;

    static final int SETTLED = 1;
    static final int WRITTEN = 2;

    /** Types by their number in the bytes: their place in the enum, where new ones are last. */
    static final List<EventType> TYPES = List.of(EventType.values());

    private PersonTriggersCodec() {}

    /** A type's number in the bytes. */
    @SuppressWarnings("EnumOrdinal")
    static int placeOf(EventType type) {
        return type.ordinal();
    }
}
