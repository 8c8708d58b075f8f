package io.nextclick.writeback;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.flink.core.memory.DataInputView;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CompactWriter} wrote; whatever the bytes are, it reads none behind them and
 * makes nothing larger than they are. Is used again and again; for one thread.
 */
public final class CompactReader {

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int USUAL_BYTES = 512;
    private static final int USUAL_TEXTS = 32;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int position;
    private int end;
    private String[] texts = new String[USUAL_TEXTS];
    private int textCount;

    /** Begins a value of some bytes, which are taken from a source. */
    public void start(DataInputView source, int count) throws IOException {
        if (count < 0) {
            throw new IOException("a value of %d bytes".formatted(count));
        }
        if (bytes.length < count) {
            bytes = new byte[Math.max(count, 2 * bytes.length)];
        }
        source.readFully(bytes, 0, count);
        position = 0;
        end = count;
        forgetTexts();
    }

    /** See {@link CompactWriter#forgetTexts}. */
    public void forgetTexts() {
        Arrays.fill(texts, 0, textCount, null);
        textCount = 0;
    }

    /** Throws if anything is left. */
    public void finish() throws IOException {
        if (position != end) {
            throw new IOException("%d bytes too many in a value".formatted(end - position));
        }
    }

    /** Eight bits. */
    public int octet() throws IOException {
        need(1);
        return bytes[position++] & 0xFF;
    }

    /** A number of any size. */
    public long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            need(1);
            byte next = bytes[position++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value;
    }

    /** A number that may be below 0. */
    public long signed() throws IOException {
        long zigZag = number();
        return (zigZag >>> 1) ^ -(zigZag & 1);
    }

    /** A number that fits an int. */
    public int whole() throws IOException {
        long value = number();
        if (value != (int) value) {
            throw new IOException("%d where a smaller number was expected".formatted(value));
        }
        return (int) value;
    }

    /** How many things follow, each of at least some bytes. */
    public int count(int bytesEach) throws IOException {
        long count = number();
        if (count < 0 || count > (end - position) / bytesEach) {
            throw new IOException(
                    "%d things in %d bytes of a value".formatted(count, end - position));
        }
        return (int) count;
    }

    /** Four bytes. */
    public int fixedInt() throws IOException {
        need(Integer.BYTES);
        position += Integer.BYTES;
        return (int) INTS.get(bytes, position - Integer.BYTES);
    }

    /** Eight bytes. */
    public long fixedLong() throws IOException {
        need(Long.BYTES);
        position += Long.BYTES;
        return (long) LONGS.get(bytes, position - Long.BYTES);
    }

    /** Eight bytes. */
    public double real() throws IOException {
        return Double.longBitsToDouble(fixedLong());
    }

    /** Bytes as they are. */
    public byte[] raw(int count) throws IOException {
        need(count);
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }

    /** A text or null. */
    public @Nullable String text() throws IOException {
        int place = whole();
        if (place == 0) {
            return null;
        }
        if (place != 1) {
            if (place < 0 || place - 2 >= textCount) {
                throw new IOException("text %d of %d".formatted(place - 2, textCount));
            }
            return texts[place - 2];
        }
        if (textCount == texts.length) {
            texts = Arrays.copyOf(texts, 2 * textCount);
        }
        String text = characters();
        texts[textCount++] = text;
        return text;
    }

    /** A text where there is one. */
    public String someText() throws IOException {
        String text = text();
        if (text == null) {
            throw new IOException("no text where one was expected");
        }
        return text;
    }

    /** An id. */
    public String id() throws IOException {
        return switch (octet()) {
            case 0 -> characters();
            case 1 -> new UUID(fixedLong(), fixedLong()).toString();
            default -> throw new IOException("unknown kind of id");
        };
    }

    /** The characters of a text. */
    public String characters() throws IOException {
        long length = number();
        boolean wide = (length & 1) != 0;
        long count = length >>> 1;
        if (count > (end - position) / (wide ? Character.BYTES : 1)) {
            throw new IOException(
                    "a text of %d in %d bytes of a value".formatted(count, end - position));
        }
        if (!wide) {
            int from = position;
            position += (int) count;
            return new String(bytes, from, (int) count, StandardCharsets.UTF_8);
        }
        char[] text = new char[(int) count];
        for (int i = 0; i < text.length; i++, position += Character.BYTES) {
            text[i] = (char) ((bytes[position] << Byte.SIZE) | (bytes[position + 1] & 0xFF));
        }
        return new String(text);
    }

    private void need(int count) throws IOException {
        if (count > end - position) {
            throw new IOException(
                    "%d bytes are left of a value where %d were expected"
                            .formatted(end - position, count));
        }
    }
}
