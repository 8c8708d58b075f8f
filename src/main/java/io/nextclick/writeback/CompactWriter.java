package io.nextclick.writeback;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value in few bytes: numbers in as many as they need, each text once. Is used again and
 * again; for one thread. {@link CompactReader} reads it.
 */
public final class CompactWriter {

    private static final int UUID_LENGTH = 36;
    private static final int UUID_HALF = 18;
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int USUAL_BYTES = 512;
    private static final int USUAL_TEXTS = 64;

    /** Most bytes of a number. */
    private static final int MOST_BYTES = 10;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int length;

    /** The texts by their places, and an open hash table of place + 1. */
    private String[] texts = new String[USUAL_TEXTS / 2];

    private int[] table = new int[USUAL_TEXTS];
    private int textCount;

    /** Begins a value. */
    public void start() {
        length = 0;
        forgetTexts();
    }

    /** What comes can be read without the texts before it. */
    public void forgetTexts() {
        if (textCount > 0) {
            Arrays.fill(texts, 0, textCount, null);
            Arrays.fill(table, 0);
            textCount = 0;
        }
    }

    /** The bytes, of which those up to {@link #length} count; valid until more is written. */
    public byte[] bytes() {
        return bytes;
    }

    /** Number of bytes written. */
    public int length() {
        return length;
    }

    /** Writes the lowest eight bits. */
    public void octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /** Writes seven bits a byte, the lowest first; the highest bit says that more follow. */
    public void number(long value) {
        room(MOST_BYTES);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** The same where small numbers below 0 are small, too. */
    public void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    /** Four bytes. */
    public void fixedInt(int value) {
        room(Integer.BYTES);
        INTS.set(bytes, length, value);
        length += Integer.BYTES;
    }

    /** Eight bytes. */
    public void fixedLong(long value) {
        room(Long.BYTES);
        LONGS.set(bytes, length, value);
        length += Long.BYTES;
    }

    /** Eight bytes. */
    public void real(double value) {
        fixedLong(Double.doubleToRawLongBits(value));
    }

    /** Bytes as they are. */
    public void raw(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /** A text or none: 0 for none, 1 before a new text, and else the place of a former one + 2. */
    public void text(@Nullable String text) {
        if (text == null) {
            number(0);
            return;
        }
        int slot = slotOf(text);
        if (table[slot] != 0) {
            number(table[slot] + 1L);
            return;
        }
        if (textCount == texts.length) {
            grow();
            slot = slotOf(text);
        }
        texts[textCount++] = text;
        table[slot] = textCount;
        number(1);
        characters(text);
    }

    /** An id: a UUID as Java writes it by its bits, another by its characters. */
    public void id(String id) {
        boolean uuid = isUuid(id);
        octet(uuid ? 1 : 0);
        if (uuid) {
            fixedLong(bits(id, 0, UUID_HALF));
            fixedLong(bits(id, UUID_HALF, UUID_LENGTH));
        } else {
            characters(id);
        }
    }

    private static boolean isUuid(String id) {
        if (id.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char each = id.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean digit = (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f');
            if (dash ? each != '-' : !digit) {
                return false;
            }
        }
        return true;
    }

    private static long bits(String uuid, int from, int to) {
        long bits = 0;
        for (int i = from; i < to; i++) {
            if (uuid.charAt(i) != '-') {
                bits = (bits << 4) | Character.digit(uuid.charAt(i), 16);
            }
        }
        return bits;
    }

    /**
     * The characters of a text, after their number. Half a surrogate pair, which JSON can hold and
     * UTF-8 cannot, must come back, too.
     */
    public void characters(String text) {
        int count = text.length();
        room(MOST_BYTES + count);
        int before = length;
        number((long) count << 1);
        for (int i = 0; i < count; i++) {
            char each = text.charAt(i);
            if (each >= 0x80) {
                length = before;
                anyCharacters(text);
                return;
            }
            bytes[length++] = (byte) each;
        }
    }

    private void anyCharacters(String text) {
        if (isWellFormed(text)) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            number((long) utf8.length << 1);
            raw(utf8, 0, utf8.length);
            return;
        }
        number(((long) text.length() << 1) | 1);
        room(Character.BYTES * text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) (text.charAt(i) >> Byte.SIZE);
            bytes[length++] = (byte) text.charAt(i);
        }
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

    private int slotOf(String text) {
        int mask = table.length - 1;
        int hash = text.hashCode();
        int slot = (hash ^ (hash >>> 16)) & mask;
        while (table[slot] != 0 && !texts[table[slot] - 1].equals(text)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        texts = Arrays.copyOf(texts, 2 * texts.length);
        table = new int[2 * texts.length];
        for (int place = 0; place < textCount; place++) {
            table[slotOf(texts[place])] = place + 1;
        }
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
