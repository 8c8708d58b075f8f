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
    private static final int FIRST_BYTES = 256;

    /** Most bytes of a length. */
    private static final int LENGTH_BYTES = 5;

    private final transient KnownIds known = new KnownIds();
    private transient byte[] buffer = new byte[FIRST_BYTES];

    /** Where the buffer is written or read. */
    private transient int position;

    /** True if the text that is read is UTF-16. */
    private transient boolean wide;

    private Object readResolve() {
        return new Texts();
    }

    /**
     * Writes a text, also half a surrogate pair, which JSON can hold and UTF-8 cannot: its lowest
     * bit says of the length whether bytes of UTF-8 or of UTF-16 follow.
     */
    public void write(String text, DataOutput out) throws IOException {
        position = 0;
        append(text);
        out.write(buffer, 0, position);
    }

    private void append(String text) {
        int length = text.length();
        room(LENGTH_BYTES + length);
        int before = position;
        appendLength((long) length << 1);
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                position = before;
                appendAny(text);
                return;
            }
            buffer[position++] = (byte) character;
        }
    }

    private void appendAny(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean utf16 = !new String(bytes, StandardCharsets.UTF_8).equals(text);
        if (utf16) {
            bytes = new byte[Character.BYTES * text.length()];
            for (int i = 0; i < text.length(); i++) {
                bytes[2 * i] = (byte) (text.charAt(i) >> Byte.SIZE);
                bytes[2 * i + 1] = (byte) text.charAt(i);
            }
        }
        room(LENGTH_BYTES + bytes.length);
        appendLength(((long) bytes.length << 1) | (utf16 ? 1 : 0));
        System.arraycopy(bytes, 0, buffer, position, bytes.length);
        position += bytes.length;
    }

    private void appendLength(long number) {
        position = Numbers.put(number, buffer, position);
    }

    private void room(int more) {
        if (buffer.length - position < more) {
            buffer = Arrays.copyOf(buffer, Math.max(position + more, buffer.length << 1));
        }
    }

    /** Writes a text, or that there is none. */
    public void writeNullable(@Nullable String text, DataOutput out) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            write(text, out);
        }
    }

    /** Writes how many there are and, if any, the bytes of all together, and each. */
    public void write(String[] texts, DataOutput out) throws IOException {
        Numbers.write(texts.length, out);
        if (texts.length == 0) {
            return;
        }
        position = 0;
        for (String text : texts) {
            append(text);
        }
        Numbers.write(position, out);
        out.write(buffer, 0, position);
    }

    /** Reads a text that hardly comes again. */
    public String read(DataInput in) throws IOException {
        int length = fill(lengthOf(Numbers.readCount(in)), in);
        return text(0, length);
    }

    private String text(int from, int length) {
        if (!wide) {
            return new String(buffer, from, length, StandardCharsets.UTF_8);
        }
        char[] characters = new char[length / Character.BYTES];
        for (int i = 0; i < characters.length; i++) {
            int at = from + 2 * i;
            characters[i] = (char) ((buffer[at] << Byte.SIZE) | (buffer[at + 1] & 0xFF));
        }
        return new String(characters);
    }

    /** Reads a text that comes again. */
    public String readId(DataInput in) throws IOException {
        int length = fill(lengthOf(Numbers.readCount(in)), in);
        return id(0, length);
    }

    private String id(int from, int length) {
        return wide || length > KnownIds.MAX_BYTES
                ? text(from, length)
                : known.id(buffer, from, length);
    }

    /** Reads what {@link #writeNullable} wrote. */
    public @Nullable String readNullableId(DataInput in) throws IOException {
        return in.readBoolean() ? readId(in) : null;
    }

    /** Reads ids after their count. */
    public String[] readIds(DataInput in) throws IOException {
        int count = Numbers.readCount(in);
        if (count == 0) {
            return NONE;
        }
        int end = fill(Numbers.readCount(in), in);
        if (count > end) {
            throw new IOException("%d texts in %d bytes".formatted(count, end));
        }
        String[] read = new String[count];
        position = 0;
        for (int i = 0; i < count; i++) {
            int length = lengthOf(nextCount(end));
            if (length > end - position) {
                throw new IOException("a text of %d bytes in %d".formatted(length, end - position));
            }
            read[i] = id(position, length);
            position += length;
        }
        return read;
    }

    /** The next number of the buffer. */
    private int nextCount(int end) throws IOException {
        int number = 0;
        for (int shift = 0; position < end && shift < Integer.SIZE; shift += Numbers.BITS) {
            byte next = buffer[position++];
            number |= (next & Numbers.LOW) << shift;
            if (next >= 0) {
                return Numbers.count(number);
            }
        }
        throw new IOException("a length without an end");
    }

    private int lengthOf(int lengthAndKind) {
        wide = (lengthAndKind & 1) != 0;
        return lengthAndKind >> 1;
    }

    /** Takes so many bytes into the buffer, and room behind them for {@link KnownIds}. */
    private int fill(int bytes, DataInput in) throws IOException {
        position = 0;
        room(bytes + KnownIds.ROOM);
        in.readFully(buffer, 0, bytes);
        return bytes;
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
