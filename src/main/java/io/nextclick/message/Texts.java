package io.nextclick.message;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts after their number of bytes, or numbers in place of texts of digits, as ids often are. Ids
 * that come again and again are read without garbage: the same bytes give the same object, whose
 * hash is known. Not for several threads.
 */
public final class Texts implements Serializable {

    private static final String[] NONE = {};
    private static final int FIRST_BYTES = 256;

    /** Most bytes of a length, or of a number in place of a text. */
    private static final int HEAD_BYTES = 10;

    /** Digits of the largest number that leaves room for its kind. */
    private static final int MAX_DIGITS = 18;

    // What follows a head, whose lowest bits say so.
    private static final int KIND_BITS = 2;
    private static final int KIND = (1 << KIND_BITS) - 1;
    private static final int UTF_8 = 0;
    private static final int UTF_16 = 1;

    /** Nothing: the head is the number. */
    private static final int DIGITS = 2;

    private final transient KnownIds known = new KnownIds();
    private final transient KnownNumbers numbers = new KnownNumbers();
    private transient byte[] buffer = new byte[FIRST_BYTES];

    /** Where the buffer is written or read. */
    private transient int position;

    private Object readResolve() {
        return new Texts();
    }

    /**
     * Writes a text, also half a surrogate pair, which JSON can hold and UTF-8 cannot: that is
     * written as UTF-16.
     */
    public void write(String text, DataOutput out) throws IOException {
        position = 0;
        append(text);
        out.write(buffer, 0, position);
    }

    private void append(String text) {
        int length = text.length();
        room(HEAD_BYTES + length);
        if (appendDigits(text)) {
            return;
        }
        int before = position;
        appendHead(length, UTF_8);
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

    /** False if a text is none that a number stands for. */
    private boolean appendDigits(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_DIGITS || (text.charAt(0) == '0' && length > 1)) {
            return false;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            number = 10 * number + digit;
        }
        appendHead(number, DIGITS);
        return true;
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
        room(HEAD_BYTES + bytes.length);
        appendHead(bytes.length, utf16 ? UTF_16 : UTF_8);
        System.arraycopy(bytes, 0, buffer, position, bytes.length);
        position += bytes.length;
    }

    private void appendHead(long number, int kind) {
        position = Numbers.put((number << KIND_BITS) | kind, buffer, position);
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
        long head = Numbers.read(in);
        if (isNumber(head)) {
            return Long.toString(head >>> KIND_BITS);
        }
        return text(kind(head), 0, fill(lengthOf(head), in));
    }

    private static boolean isNumber(long head) {
        return (head & KIND) == DIGITS;
    }

    private static int kind(long head) {
        return (int) head & KIND;
    }

    private static int lengthOf(long head) throws IOException {
        return Numbers.count(head >>> KIND_BITS);
    }

    private String text(int kind, int from, int length) throws IOException {
        if (kind == UTF_8) {
            return new String(buffer, from, length, StandardCharsets.UTF_8);
        }
        if (kind != UTF_16) {
            throw new IOException("a text of kind " + kind);
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
        long head = Numbers.read(in);
        if (isNumber(head)) {
            return numbers.text(head >>> KIND_BITS);
        }
        return id(kind(head), 0, fill(lengthOf(head), in));
    }

    private String id(int kind, int from, int length) throws IOException {
        return kind != UTF_8 || length > KnownIds.MAX_BYTES
                ? text(kind, from, length)
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
            long head = nextHead(end);
            if (isNumber(head)) {
                read[i] = numbers.text(head >>> KIND_BITS);
                continue;
            }
            int length = lengthOf(head);
            if (length > end - position) {
                throw new IOException("a text of %d bytes in %d".formatted(length, end - position));
            }
            read[i] = id(kind(head), position, length);
            position += length;
        }
        return read;
    }

    /** The next number of the buffer. */
    private long nextHead(int end) throws IOException {
        long number = 0;
        for (int shift = 0; position < end && shift < Long.SIZE; shift += Numbers.BITS) {
            byte next = buffer[position++];
            number |= (long) (next & Numbers.LOW) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IOException("a length without an end");
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
