package io.nextclick.message;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts after their number of bytes. Ids that come again and again are read without garbage: the
 * same bytes give the same object, whose hash is known. Not for several threads.
 */
public final class Texts implements Serializable {

    private static final String[] NONE = {};

    /** Slots for ids; one that is taken by another id is overwritten. */
    private static final int SLOTS = 1 << 12;

    private static final int MAX_ID_BYTES = 64;
    private static final int HASH = 31;

    private final transient byte[][] bytesOfIds = new byte[SLOTS][];
    private final transient @Nullable String[] ids = new String[SLOTS];
    private transient byte[] buffer = new byte[MAX_ID_BYTES];

    /** True if the text in the buffer is UTF-16. */
    private transient boolean wide;

    private Object readResolve() {
        return new Texts();
    }

    /**
     * Writes a text, also half a surrogate pair, which JSON can hold and UTF-8 cannot: its lowest
     * bit says of the length whether bytes of UTF-8 or of UTF-16 follow.
     */
    public void write(String text, DataOutput out) throws IOException {
        int length = text.length();
        if (length > buffer.length) {
            buffer = new byte[Math.max(length, buffer.length << 1)];
        }
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                writeAny(text, out);
                return;
            }
            buffer[i] = (byte) character;
        }
        Numbers.write((long) length << 1, out);
        out.write(buffer, 0, length);
    }

    private static void writeAny(String text, DataOutput out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean wide = !new String(bytes, StandardCharsets.UTF_8).equals(text);
        if (wide) {
            bytes = new byte[Character.BYTES * text.length()];
            for (int i = 0; i < text.length(); i++) {
                bytes[2 * i] = (byte) (text.charAt(i) >> Byte.SIZE);
                bytes[2 * i + 1] = (byte) text.charAt(i);
            }
        }
        Numbers.write(((long) bytes.length << 1) | (wide ? 1 : 0), out);
        out.write(bytes);
    }

    /** Writes a text, or that there is none. */
    public void writeNullable(@Nullable String text, DataOutput out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            write(text, out);
        }
    }

    /** Writes how many there are, and each. */
    public void write(String[] texts, DataOutput out) throws IOException {
        Numbers.write(texts.length, out);
        for (String text : texts) {
            write(text, out);
        }
    }

    /** Reads a text that hardly comes again. */
    public String read(DataInput in) throws IOException {
        int length = readBytes(in);
        return text(length);
    }

    private String text(int length) {
        if (!wide) {
            return new String(buffer, 0, length, StandardCharsets.UTF_8);
        }
        char[] characters = new char[length / Character.BYTES];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = (char) ((buffer[2 * i] << Byte.SIZE) | (buffer[2 * i + 1] & 0xFF));
        }
        return new String(characters);
    }

    /** Reads a text that comes again. */
    public String readId(DataInput in) throws IOException {
        int length = readBytes(in);
        if (length > MAX_ID_BYTES || wide) {
            return text(length);
        }
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = HASH * hash + buffer[i];
        }
        int slot = (hash ^ (hash >>> 12) ^ (hash >>> 24)) & (SLOTS - 1);
        byte[] known = bytesOfIds[slot];
        String id = ids[slot];
        if (id != null
                && known != null
                && Arrays.equals(known, 0, known.length, buffer, 0, length)) {
            return id;
        }
        String read = text(length);
        bytesOfIds[slot] = Arrays.copyOf(buffer, length);
        ids[slot] = read;
        return read;
    }

    /** Reads what {@link #writeNullable} wrote. */
    public @Nullable String readNullableId(DataInput in) throws IOException {
        return in.readBoolean() ? readId(in) : null;
    }

    /** Reads ids after their count. */
    public String[] readIds(DataInput in) throws IOException {
        int count = Numbers.readCount(in);
        return count == 0 ? NONE : readIds(count, in);
    }

    /** Reads so many ids. */
    public String[] readIds(int count, DataInput in) throws IOException {
        String[] read = new String[count];
        for (int i = 0; i < count; i++) {
            read[i] = readId(in);
        }
        return read;
    }

    private int readBytes(DataInput in) throws IOException {
        int lengthAndKind = Numbers.readCount(in);
        int length = lengthAndKind >> 1;
        wide = (lengthAndKind & 1) != 0;
        if (length > buffer.length) {
            buffer = new byte[Math.max(length, buffer.length << 1)];
        }
        in.readFully(buffer, 0, length);
        return length;
    }

    /** The bit that says whether something is there. */
    static int bit(@Nullable Object value, int bit) {
        return value == null ? 0 : bit;
    }

    /** Writes a text if there is one; a {@link #bit} says so. */
    void writeIfAny(@Nullable String text, DataOutput out) throws IOException {
        if (text != null) {
            write(text, out);
        }
    }

    /** Reads a text if its bit says that there is one. */
    @Nullable String readIf(int present, int bit, DataInput in) throws IOException {
        return (present & bit) == 0 ? null : read(in);
    }

    /** Reads an id if its bit says that there is one. */
    @Nullable String readIdIf(int present, int bit, DataInput in) throws IOException {
        return (present & bit) == 0 ? null : readId(in);
    }
}
