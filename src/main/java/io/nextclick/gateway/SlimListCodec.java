package io.nextclick.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lists to bytes and back. The layout is a view's own: another version begins with another byte.
 */
final class SlimListCodec {

    private static final int VERSION = 1;
    private static final int FALLBACK = 1;
    private static final int COMPLETE = 2;
    private static final int ARM = 4;
    private static final int UUID_ID = 8;
    private static final int PROPENSITIES = 16;
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
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(SlimList list, DataOutputStream into) throws IOException {
        UUID id = uuid(list.recommendationId());
        boolean propensities = list.items().stream().anyMatch(item -> item.propensity() != 1);
        into.writeByte(VERSION);
        into.writeByte(
                (list.fallback() ? FALLBACK : 0)
                        | (list.complete() ? COMPLETE : 0)
                        | (list.arm() != null ? ARM : 0)
                        | (id != null ? UUID_ID : 0)
                        | (propensities ? PROPENSITIES : 0));
        if (id == null) {
            into.writeUTF(list.recommendationId());
        } else {
            into.writeLong(id.getMostSignificantBits());
            into.writeLong(id.getLeastSignificantBits());
        }
        names.write(list.site(), into);
        into.writeUTF(list.personId());
        names.write(list.surface(), into);
        into.writeLong(list.generatedAtMillis());
        into.writeUTF(list.triggerEventId());
        into.writeLong(list.triggerOccurredAtMillis());
        String arm = list.arm();
        if (arm != null) {
            names.write(arm, into);
        }
        Varint.write(list.segments().size(), into);
        for (String segment : list.segments()) {
            names.write(segment, into);
        }
        Varint.write(list.items().size(), into);
        for (SlimList.Item item : list.items()) {
            write(item, propensities, into);
        }
    }

    private void write(SlimList.Item item, boolean propensity, DataOutputStream into)
            throws IOException {
        names.write(item.itemId(), into);
        into.writeFloat(item.score());
        if (propensity) {
            into.writeFloat(item.propensity());
        }
        Varint.write(item.reasons().size(), into);
        for (SlimList.Reason reason : item.reasons()) {
            String because = reason.becauseOf();
            into.writeByte(reason.source() | (because == null ? 0 : BECAUSE));
            if (because != null) {
                names.write(because, into);
            }
            into.writeFloat(reason.weight());
        }
    }

    SlimList read(byte[] bytes) {
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return read(from);
        } catch (IOException e) {
            throw new UncheckedIOException("a list in the view is damaged", e);
        }
    }

    private SlimList read(DataInputStream from) throws IOException {
        if (from.readByte() != VERSION) {
            throw new IOException("of another version");
        }
        int flags = from.readByte();
        String id =
                (flags & UUID_ID) == 0
                        ? from.readUTF()
                        : new UUID(from.readLong(), from.readLong()).toString();
        String site = names.read(from);
        String person = from.readUTF();
        String surface = names.read(from);
        long generatedAt = from.readLong();
        String trigger = from.readUTF();
        long triggerAt = from.readLong();
        String arm = (flags & ARM) == 0 ? null : names.read(from);
        List<String> segments = new ArrayList<>();
        for (int left = Varint.read(from); left > 0; left--) {
            segments.add(names.read(from));
        }
        List<SlimList.Item> items = new ArrayList<>();
        for (int left = Varint.read(from); left > 0; left--) {
            items.add(item((flags & PROPENSITIES) != 0, from));
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

    private SlimList.Item item(boolean propensity, DataInputStream from) throws IOException {
        String id = names.read(from);
        float score = from.readFloat();
        float chance = propensity ? from.readFloat() : 1;
        List<SlimList.Reason> reasons = new ArrayList<>();
        for (int left = Varint.read(from); left > 0; left--) {
            int source = from.readByte();
            String because = (source & BECAUSE) == 0 ? null : names.read(from);
            reasons.add(new SlimList.Reason(source & ~BECAUSE & 0xFF, because, from.readFloat()));
        }
        return new SlimList.Item(id, score, chance, reasons);
    }

    private static @Nullable UUID uuid(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
