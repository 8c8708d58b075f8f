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

    static final int VERSION = 3;
    static final int UUID_LENGTH = 36;

    /** What is written of an event, below the difference of its time. */
    static final int UUID_ID = 1;

    static final int FIELDS = 2;
    static final int ROW_BITS = 2;

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

    /** Types by their number in the bytes: their place in the enum, where new ones are last. */
    static final List<EventType> TYPES = List.of(EventType.values());

    private PersonTriggersCodec() {}

    /** A type's number in the bytes. */
    @SuppressWarnings("EnumOrdinal")
    static int placeOf(EventType type) {
        return type.ordinal();
    }

    /** True if a text is a UUID as Java writes it, so that its bits say it all. */
    static boolean isUuid(String id) {
        if (id.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char each = id.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean digit = (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f');
            if (dash ? each != '-' : !digit) {
                return false;
            }
        }
        return true;
    }

    /** The bits of a part of a UUID. */
    static long bits(String uuid, int from, int to) {
        long bits = 0;
        for (int i = from; i < to; i++) {
            if (uuid.charAt(i) != '-') {
                bits = (bits << 4) | Character.digit(uuid.charAt(i), 16);
            }
        }
        return bits;
    }
}
