package io.nextclick.gateway;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * Lists to bytes and back. Names are what the view makes of them, ids that are UUIDs have 16 bytes,
 * and scores three: they differ by at most 1 of 65,000. A change of the layout is another {@link
 * Entries#LAYOUT}.
 */
final class SlimListCodec {

    private static final int FALLBACK = 1;
    private static final int COMPLETE = 2;
    private static final int ARM = 4;
    private static final int PROPENSITIES = 8;
    private static final int ID_IS_UUID = 16;
    private static final int PERSON_IS_UUID = 32;
    private static final int TRIGGER_IS_UUID = 64;

    /** Of a reason's source: something led to it. */
    private static final int BECAUSE = 0x80;

    private final Names names;

    SlimListCodec(Names names) {
        this.names = names;
    }

    byte[] write(SlimList list) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream into = new DataOutputStream(bytes)) {
            write(list, into);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return bytes.toByteArray();
    }

    private void write(SlimList list, DataOutputStream into) throws IOException {
        UUID id = Texts.uuid(list.recommendationId());
        UUID person = Texts.uuid(list.personId());
        UUID trigger = Texts.uuid(list.triggerEventId());
        float propensity = list.items().isEmpty() ? 1 : list.items().get(0).propensity();
        boolean propensities =
                list.items().stream()
                        .anyMatch(item -> Float.compare(item.propensity(), propensity) != 0);
        into.writeByte(
                (list.fallback() ? FALLBACK : 0)
                        | (list.complete() ? COMPLETE : 0)
                        | (list.arm() != null ? ARM : 0)
                        | (propensities ? PROPENSITIES : 0)
                        | (id != null ? ID_IS_UUID : 0)
                        | (person != null ? PERSON_IS_UUID : 0)
                        | (trigger != null ? TRIGGER_IS_UUID : 0));
        ByteUtils.writeVarlong(list.generatedAtMillis(), into);
        Texts.write(list.recommendationId(), id, into);
        names.write(list.site(), into);
        Texts.write(list.personId(), person, into);
        names.write(list.surface(), into);
        Texts.write(list.triggerEventId(), trigger, into);
        ByteUtils.writeVarlong(list.generatedAtMillis() - list.triggerOccurredAtMillis(), into);
        String arm = list.arm();
        if (arm != null) {
            names.write(arm, into);
        }
        ByteUtils.writeUnsignedVarint(list.segments().size(), into);
        for (String segment : list.segments()) {
            names.write(segment, into);
        }
        if (!propensities) {
            into.writeFloat(propensity);
        }
        ByteUtils.writeUnsignedVarint(list.items().size(), into);
        for (SlimList.Item item : list.items()) {
            write(item, propensities, into);
        }
    }

    private void write(SlimList.Item item, boolean propensity, DataOutputStream into)
            throws IOException {
        names.write(item.itemId().getValue(), into);
        writeScore(item.score(), into);
        if (propensity) {
            into.writeFloat(item.propensity());
        }
        ByteUtils.writeUnsignedVarint(item.reasons().size(), into);
        for (SlimList.Reason reason : item.reasons()) {
            SerializedString because = reason.becauseOf();
            into.writeByte(reason.source() | (because == null ? 0 : BECAUSE));
            if (because != null) {
                names.write(because.getValue(), into);
            }
            writeScore(reason.weight(), into);
        }
    }

    /** What a view keeps of a score: the nearest number whose lowest byte is zero. */
    static float kept(double score) {
        return Float.intBitsToFloat(Float.floatToIntBits((float) score) + 0x80 & ~0xFF);
    }

    private static void writeScore(float score, DataOutputStream into) throws IOException {
        int bits = Float.floatToIntBits(kept(score));
        into.writeByte(bits >>> 24);
        into.writeShort(bits >>> 8);
    }

    private static float readScore(ByteBuffer from) {
        return Float.intBitsToFloat(from.get() << 24 | (from.getShort() & 0xFFFF) << 8);
    }

    /** When a list was made, ms since the epoch, without reading all of it. */
    static long generatedAtMillis(byte[] bytes) {
        return ByteUtils.readVarlong(ByteBuffer.wrap(bytes, 1, bytes.length - 1));
    }

    /**
     * Reads a list.
     *
     * @throws IllegalStateException if the bytes are none
     */
    SlimList read(byte[] bytes) {
        try {
            return read(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IllegalStateException("a list in the view is damaged", e);
        }
    }

    private SlimList read(ByteBuffer from) {
        int flags = from.get();
        long generatedAt = ByteUtils.readVarlong(from);
        String id = Texts.readId((flags & ID_IS_UUID) != 0, from);
        String site = names.read(from).getValue();
        String person = Texts.readId((flags & PERSON_IS_UUID) != 0, from);
        String surface = names.read(from).getValue();
        String trigger = Texts.readId((flags & TRIGGER_IS_UUID) != 0, from);
        long triggerAt = generatedAt - ByteUtils.readVarlong(from);
        String arm = (flags & ARM) == 0 ? null : names.read(from).getValue();
        int segmentCount = ByteUtils.readUnsignedVarint(from);
        List<String> segments = new ArrayList<>(segmentCount);
        for (int i = 0; i < segmentCount; i++) {
            segments.add(names.read(from).getValue());
        }
        boolean propensities = (flags & PROPENSITIES) != 0;
        float propensity = propensities ? 0 : from.getFloat();
        int itemCount = ByteUtils.readUnsignedVarint(from);
        List<SlimList.Item> items = new ArrayList<>(itemCount);
        for (int i = 0; i < itemCount; i++) {
            items.add(item(propensities, propensity, from));
        }
        return new SlimList(
                id,
                site,
                person,
                surface,
                generatedAt,
                trigger,
                triggerAt,
                (flags & FALLBACK) != 0,
                (flags & COMPLETE) != 0,
                arm,
                segments,
                items);
    }

    private SlimList.Item item(boolean propensities, float propensity, ByteBuffer from) {
        SerializedString id = names.read(from);
        float score = readScore(from);
        float chance = propensities ? from.getFloat() : propensity;
        int count = ByteUtils.readUnsignedVarint(from);
        List<SlimList.Reason> reasons = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int source = from.get();
            SerializedString because = (source & BECAUSE) == 0 ? null : names.read(from);
            reasons.add(new SlimList.Reason(source & ~BECAUSE & 0xFF, because, readScore(from)));
        }
        return new SlimList.Item(id, score, chance, reasons);
    }
}
