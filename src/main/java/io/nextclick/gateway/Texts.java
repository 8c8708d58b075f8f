package io.nextclick.gateway;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/** Texts within a view's values: their length and UTF-8, or 16 bytes for a UUID. */
final class Texts {

    private static final int UUID_LENGTH = 36;

    private Texts() {}

    static void write(String text, DataOutput into) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteUtils.writeUnsignedVarint(bytes.length, into);
        into.write(bytes);
    }

    static String read(ByteBuffer from) {
        int length = ByteUtils.readUnsignedVarint(from);
        int start = from.position();
        from.position(start + length);
        return new String(from.array(), from.arrayOffset() + start, length, StandardCharsets.UTF_8);
    }

    /** The UUID that a text is, if it is written as UUIDs are. */
    static @Nullable UUID uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Writes an id.
     *
     * @param uuid what {@link #uuid} says of it
     */
    static void write(String id, @Nullable UUID uuid, DataOutput into) throws IOException {
        if (uuid == null) {
            write(id, into);
        } else {
            into.writeLong(uuid.getMostSignificantBits());
            into.writeLong(uuid.getLeastSignificantBits());
        }
    }

    /** Reads an id. */
    static String readId(boolean isUuid, ByteBuffer from) {
        return isUuid ? new UUID(from.getLong(), from.getLong()).toString() : read(from);
    }
}
