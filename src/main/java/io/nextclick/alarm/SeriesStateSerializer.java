package io.nextclick.alarm;

import io.nextclick.writeback.CompactReader;
import io.nextclick.writeback.CompactSerializer;
import io.nextclick.writeback.CompactWriter;
import io.nextclick.writeback.LayoutSnapshot;
import java.io.IOException;

/** Flink's serializer of {@link SeriesState}: of hours and parts only those that were seen. */
public final class SeriesStateSerializer extends CompactSerializer<SeriesState> {

    private static final long serialVersionUID = 1;
    private static final int VERSION = 1;

    private static final SeriesKind[] KINDS = SeriesKind.values();
    private static final int PUBLISHED = 1;
    private static final int OPEN = 2;
    private static final int SURGE = 4;
    private static final int CRITICAL = 8;

    /** Bytes of a minute of the ring, of a part and of a pending minute, at least. */
    private static final int RING_BYTES = 8;

    private static final int PART_BYTES = 10;
    private static final int PENDING_BYTES = 2;

    /** Bytes of an hour of the week. */
    private static final int SLOT_BYTES = 10;

    /** For Flink. */
    public SeriesStateSerializer() {
        super("state of a series", VERSION, SeriesState::new, Snapshot::new);
    }

    @Override
    protected void write(SeriesState state, CompactWriter out) {
        out.octet(state.kind.place());
        out.octet(
                (state.published ? PUBLISHED : 0)
                        | (state.isOpen() ? OPEN : 0)
                        | (state.direction == Alarm.Direction.SURGE ? SURGE : 0)
                        | (state.severity == Alarm.Severity.CRITICAL ? CRITICAL : 0));
        out.signed(state.minute);
        out.signed(state.minute - state.seenMinute);
        out.signed(state.timerMillis);
        out.number(state.minutes);
        out.number(state.counts.length);
        for (int i = 0; i < state.counts.length; i++) {
            out.signed(state.counts[i]);
            out.signed(state.bases[i]);
        }
        writeNorm(state.norm, out);
        out.number(state.ring);
        for (int i = 0; i < state.ring; i++) {
            write(state.observed[i], out);
            write(state.expected[i], out);
        }
        out.number(state.parts.size());
        for (SeriesPart part : state.parts) {
            out.text(part.name);
            out.signed(part.count);
            write(part.usual, out);
            write(part.recent, out);
        }
        if (state.isOpen()) {
            out.signed(state.sinceMinute);
            out.signed(state.openedMinute);
            out.number(state.window);
            out.text(state.cause);
        }
    }

    private static void writeNorm(SeriesNorm norm, CompactWriter out) {
        int slots = 0;
        for (byte weeks : norm.weeks) {
            slots += weeks == 0 ? 0 : 1;
        }
        out.number(slots);
        for (int slot = 0; slot < SeriesState.SLOTS; slot++) {
            if (norm.weeks[slot] != 0) {
                out.octet(slot);
                out.octet(norm.weeks[slot]);
                write(norm.shape[slot], out);
                write(norm.burst[slot], out);
            }
        }
        write(norm.hourCount, out);
        write(norm.hourBase, out);
        write(norm.hourExcess, out);
        write(norm.hourSquares, out);
        out.number(norm.hourMinutes);
        write(norm.levelCount, out);
        write(norm.levelBase, out);
        write(norm.dayCount, out);
        write(norm.dayShape, out);
        out.octet(norm.excess.length);
        for (int i = 0; i < norm.excess.length; i++) {
            write(norm.excess[i], out);
            write(norm.squares[i], out);
        }
    }

    private static void write(float number, CompactWriter out) {
        out.fixedInt(Float.floatToRawIntBits(number));
    }

    @Override
    protected SeriesState read(CompactReader in) throws IOException {
        SeriesState state = new SeriesState();
        int kind = in.octet();
        if (kind >= KINDS.length) {
            throw new IOException("kind %d of a series".formatted(kind));
        }
        state.kind = KINDS[kind];
        int bits = in.octet();
        state.published = (bits & PUBLISHED) != 0;
        state.direction = (bits & SURGE) == 0 ? Alarm.Direction.DROP : Alarm.Direction.SURGE;
        state.severity = (bits & CRITICAL) == 0 ? Alarm.Severity.WARNING : Alarm.Severity.CRITICAL;
        state.minute = in.signed();
        state.seenMinute = state.minute - in.signed();
        state.timerMillis = in.signed();
        state.minutes = in.whole();
        int pending = in.count(PENDING_BYTES);
        state.counts = new long[pending];
        state.bases = new long[pending];
        for (int i = 0; i < pending; i++) {
            state.counts[i] = in.signed();
            state.bases[i] = in.signed();
        }
        readNorm(state.norm, in);
        state.ring = atMost(in.count(RING_BYTES), SeriesState.RING);
        for (int i = 0; i < state.ring; i++) {
            state.observed[i] = real(in);
            state.expected[i] = real(in);
        }
        for (int left = atMost(in.count(PART_BYTES), SeriesState.PARTS); left > 0; left--) {
            SeriesPart part = new SeriesPart(in.someText());
            part.count = in.signed();
            part.usual = real(in);
            part.recent = real(in);
            state.parts.add(part);
        }
        if ((bits & OPEN) != 0) {
            state.sinceMinute = in.signed();
            state.openedMinute = in.signed();
            state.window = atMost(in.whole(), SeriesState.RING);
            state.cause = in.someText();
        }
        return state;
    }

    private static void readNorm(SeriesNorm norm, CompactReader in) throws IOException {
        for (int left = in.count(SLOT_BYTES); left > 0; left--) {
            int slot = in.octet();
            if (slot >= SeriesState.SLOTS) {
                throw new IOException("hour %d of a week".formatted(slot));
            }
            norm.weeks[slot] = (byte) in.octet();
            norm.shape[slot] = real(in);
            norm.burst[slot] = real(in);
        }
        norm.hourCount = real(in);
        norm.hourBase = real(in);
        norm.hourExcess = real(in);
        norm.hourSquares = real(in);
        norm.hourMinutes = in.whole();
        norm.levelCount = real(in);
        norm.levelBase = real(in);
        norm.dayCount = real(in);
        norm.dayShape = real(in);
        int windows = in.octet();
        if (windows != SeriesState.WINDOWS.length) {
            throw new IOException("%d windows of a series".formatted(windows));
        }
        for (int i = 0; i < windows; i++) {
            norm.excess[i] = real(in);
            norm.squares[i] = real(in);
        }
    }

    private static float real(CompactReader in) throws IOException {
        return Float.intBitsToFloat(in.fixedInt());
    }

    private static int atMost(int count, int most) throws IOException {
        if (count < 0 || count > most) {
            throw new IOException("%d where at most %d are kept".formatted(count, most));
        }
        return count;
    }

    /** For Flink, which makes one by its name. */
    public static final class Snapshot extends LayoutSnapshot<SeriesState> {
        /** For Flink. */
        public Snapshot() {
            super(SeriesStateSerializer::new);
        }
    }
}
