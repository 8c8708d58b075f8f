package io.nextclick.writeback;

import io.nextclick.event.EventType;
import io.nextclick.event.Money;
import io.nextclick.flow.PastEvent;
import java.io.IOException;

/**
 * How the events that are remembered of a person or a device are stored: an octet with the type and
 * three bits, two of which mean what the layout says, then what there is.
 */
public final class StoredEvents {

    /** The layout's own bits, above the type. */
    public static final int FIRST_BIT = 32;

    public static final int SECOND_BIT = 64;

    private static final int TYPE_MASK = 31;
    private static final int DETAILS = 128;

    /** Types by their number in the bytes: their place in the enum, where new ones are last. */
    private static final EventType[] TYPES = EventType.values();

    private StoredEvents() {}

    /**
     * Writes all of an event but its list.
     *
     * @param bits the layout's own
     * @param baseMillis a time near it
     */
    public static void write(PastEvent event, int bits, long baseMillis, CompactWriter out) {
        write(event, bits, baseMillis, true, out);
    }

    /** The same without visit, category and brand. */
    public static void writeBrief(PastEvent event, int bits, long baseMillis, CompactWriter out) {
        write(event, bits, baseMillis, false, out);
    }

    private static void write(
            PastEvent event, int bits, long baseMillis, boolean whole, CompactWriter out) {
        boolean details =
                (whole && (event.category() != null || event.brand() != null))
                        || event.priceMicros() != Money.UNKNOWN
                        || event.currency() != null
                        || event.quantity() != 1
                        || event.dwellMillis() != 0;
        out.octet(place(event.type()) | bits | (details ? DETAILS : 0));
        out.id(event.eventId());
        out.signed(event.occurredAtMillis() - baseMillis);
        out.text(event.deviceId());
        if (whole) {
            out.number(event.visit() & 0xFFFFFFFFL);
        }
        out.text(event.itemId());
        if (details) {
            if (whole) {
                out.text(event.category());
                out.text(event.brand());
            }
            out.signed(Money.compact(event.priceMicros()));
            out.text(event.currency());
            out.signed(event.quantity());
            out.signed(event.dwellMillis());
        }
    }

    /** The number of a type: its place in the enum. */
    @SuppressWarnings("EnumOrdinal")
    private static int place(EventType type) {
        return type.ordinal();
    }

    /**
     * Reads all of an event but its list.
     *
     * @param what the octet before it
     * @param anonymous true if it carries no user id
     * @param shown false keeps its item out of the recent ones
     * @param baseMillis the time that it was written with
     */
    public static PastEvent read(
            int what, boolean anonymous, boolean shown, long baseMillis, CompactReader in)
            throws IOException {
        return read(what, anonymous, shown, baseMillis, true, in);
    }

    /** The same of one that was written in brief. */
    public static PastEvent readBrief(
            int what, boolean anonymous, long baseMillis, CompactReader in) throws IOException {
        return read(what, anonymous, true, baseMillis, false, in);
    }

    private static PastEvent read(
            int what,
            boolean anonymous,
            boolean shown,
            long baseMillis,
            boolean whole,
            CompactReader in)
            throws IOException {
        int type = what & TYPE_MASK;
        if (type >= TYPES.length) {
            throw new IOException("type %d of an event".formatted(type));
        }
        boolean details = (what & DETAILS) != 0;
        return new PastEvent(
                in.id(),
                baseMillis + in.signed(),
                TYPES[type],
                anonymous,
                shown,
                in.text(),
                whole ? (int) in.number() : 0,
                in.text(),
                details && whole ? in.text() : null,
                details && whole ? in.text() : null,
                details ? Money.expand(in.signed()) : Money.UNKNOWN,
                details ? in.text() : null,
                details ? (int) in.signed() : 1,
                details ? in.signed() : 0,
                null);
    }
}
