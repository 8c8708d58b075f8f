package io.nextclick.segment;

import io.nextclick.event.EventType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link PersonTriggers}: each text once, each event once, times as differences, all
 * numbers in as many bytes as they need. What rules hold of events are places in the list of
 * events, which is in order of time; the log is its end. An event that rules hold only for its time
 * and id is written as these. The first byte is the version of this layout. {@link
 * PersonTriggersWriter} writes it, and {@link PersonTriggersReader} reads it.
 */
final class PersonTriggersCodec {

    static final int VERSION = 2;
    private static final int UUID_LENGTH = 36;

    /** What is written of an event, below the difference of its time. */
    static final int UUID_ID = 1;

    static final int FIELDS = 2;
    static final int ROW_BITS = 2;

    /** Which fields are written, above the type. */
    static final int TYPE_MASK = 31;

    static final int BRAND = 32;
    static final int PRICE = 64;
    static final int NEEDED = 128;

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

    /** Writes seven bits a byte, the lowest first; the highest bit says that more follow. */
    static void writeNumber(long value, DataOutputView out) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static long readNumber(DataInputView in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }

    /** Small numbers below 0 are small, too. */
    static long zigZag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    static long plain(long zigZag) {
        return (zigZag >>> 1) ^ -(zigZag & 1);
    }

    /** Half a surrogate pair, which JSON can hold and UTF-8 cannot, must come back, too. */
    static void writeCharacters(String text, DataOutputView out) throws IOException {
        if (isWellFormed(text)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            writeNumber((long) bytes.length << 1, out);
            out.write(bytes);
        } else {
            writeNumber(((long) text.length() << 1) | 1, out);
            out.writeChars(text);
        }
    }

    static String readCharacters(DataInputView in) throws IOException {
        int length = (int) readNumber(in);
        if ((length & 1) != 0) {
            char[] text = new char[length >>> 1];
            for (int i = 0; i < text.length; i++) {
                text[i] = in.readChar();
            }
            return new String(text);
        }
        byte[] bytes = new byte[length >>> 1];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))
                    && !Character.isSupplementaryCodePoint(text.codePointAt(i++))) {
                return false;
            }
        }
        return true;
    }

    /** The UUID that a text is exactly, or null. */
    static @Nullable UUID uuid(String id) {
        if (id.length() != UUID_LENGTH) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(id);
            return uuid.toString().equals(id) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
