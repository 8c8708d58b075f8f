package io.nextclick.segment;

import io.nextclick.event.EventType;
import io.nextclick.event.Money;
import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.CompactWriter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of one event among those of a {@link PersonTriggers}. */
final class SeenCodec {

    /** What is written of an event, below the difference of its time. */
    private static final int FIELDS = 1;

    private static final int SOURCE = 2;
    private static final int HIDDEN = 4;
    private static final int ROW_BITS = 3;

    /** Which fields are written, above the type. */
    static final int TYPE_MASK = 31;

    private static final int BRAND = 32;
    private static final int AMOUNT = 64;
    private static final int NEEDED = 128;

    /** What is written of an amount, below the price, which is 0 if unknown, else one more. */
    private static final int CURRENCY = 1;

    private static final int QUANTITY = 2;
    private static final int AMOUNT_BITS = 2;

    /** Types by their number in the bytes: their place in the enum, where new ones are last. */
    static final List<EventType> TYPES = List.of(EventType.values());

    private SeenCodec() {}

    /**
     * Writes an event.
     *
     * @param fields false writes its time, id and source alone
     * @param beforeMillis time of the event before
     */
    @SuppressWarnings("EnumOrdinal")
    static void write(Seen seen, boolean fields, long beforeMillis, CompactWriter out) {
        String source = seen.source;
        out.number(
                (zigZag(seen.millis - beforeMillis) << ROW_BITS)
                        | (fields ? FIELDS : 0)
                        | (source == null ? 0 : SOURCE)
                        | (seen.shown ? 0 : HIDDEN));
        out.id(seen.eventId);
        if (source != null) {
            out.text(source);
        }
        if (!fields) {
            return;
        }
        boolean amount = seen.priceMicros >= 0 || seen.currency != null || seen.quantity >= 0;
        out.octet(
                seen.type.ordinal()
                        | (seen.brand == null ? 0 : BRAND)
                        | (amount ? AMOUNT : 0)
                        | (seen.fieldsNeeded ? NEEDED : 0));
        out.text(seen.item);
        out.text(seen.category);
        if (seen.brand != null) {
            out.text(seen.brand);
        }
        if (amount) {
            writeAmount(seen, out);
        }
    }

    private static void writeAmount(Seen seen, CompactWriter out) {
        long price = seen.priceMicros < 0 ? 0 : 1 + Money.compact(seen.priceMicros);
        out.number(
                (price << AMOUNT_BITS)
                        | (seen.currency == null ? 0 : CURRENCY)
                        | (seen.quantity < 0 ? 0 : QUANTITY));
        if (seen.currency != null) {
            out.text(seen.currency);
        }
        if (seen.quantity >= 0) {
            out.number(seen.quantity);
        }
    }

    /**
     * Reads an event.
     *
     * @param beforeMillis time of the event before
     */
    static Seen read(long beforeMillis, CompactReader in) throws IOException {
        long row = in.number();
        long millis = beforeMillis + plain(row >>> ROW_BITS);
        String id = in.id();
        String source = (row & SOURCE) == 0 ? null : in.text();
        boolean shown = (row & HIDDEN) == 0;
        return (row & FIELDS) == 0
                ? Seen.bare(millis, id, source, shown)
                : readFields(millis, id, source, shown, in);
    }

    private static Seen readFields(
            long millis, String id, @Nullable String source, boolean shown, CompactReader in)
            throws IOException {
        int what = in.octet();
        int type = what & TYPE_MASK;
        if (type >= TYPES.size()) {
            throw new IOException("type %d of an event".formatted(type));
        }
        String item = in.text();
        String category = in.text();
        String brand = (what & BRAND) == 0 ? null : in.text();
        long amount = (what & AMOUNT) == 0 ? 0 : in.number();
        long price = amount >>> AMOUNT_BITS;
        Seen seen =
                new Seen(
                        millis,
                        id,
                        TYPES.get(type),
                        item,
                        category,
                        brand,
                        price == 0 ? Money.UNKNOWN : Money.expand(price - 1),
                        (amount & CURRENCY) == 0 ? null : in.text(),
                        (amount & QUANTITY) == 0 ? Seen.UNKNOWN_PIECES : in.whole(),
                        source,
                        shown);
        seen.fieldsNeeded = (what & NEEDED) != 0;
        return seen;
    }

    /** Small numbers below 0 are small, too. */
    static long zigZag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    static long plain(long zigZag) {
        return (zigZag >>> 1) ^ -(zigZag & 1);
    }
}
