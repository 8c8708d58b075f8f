package io.nextclick.gateway;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON that is put together of pieces, most of which are written before. Not thread-safe. */
final class JsonBytes {

    private static final byte[] ZERO = ascii("0");
    private static final byte[] PLACES = ascii(".0000000");
    private static final int DECIMALS = 10_000_000;
    private static final float LEAST_PLAIN = 0.01f;
    private static final float MOST_PLAIN = 100;

    private byte[] bytes;
    private int size;

    JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    /** A piece that is the same each time. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    JsonBytes raw(byte[] piece) {
        return raw(piece, 0, piece.length);
    }

    JsonBytes raw(byte[] from, int start, int length) {
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + length));
        }
        System.arraycopy(from, start, bytes, size, length);
        size += length;
        return this;
    }

    JsonBytes text(String text) {
        return quoted(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    }

    /** A text whose special characters are escaped. */
    JsonBytes quoted(byte[] escaped) {
        int end = size + escaped.length + 2;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end));
        }
        bytes[size] = '"';
        System.arraycopy(escaped, 0, bytes, size + 1, escaped.length);
        bytes[end - 1] = '"';
        size = end;
        return this;
    }

    JsonBytes number(long number) {
        return raw(ascii(Long.toString(number)));
    }

    /**
     * A number, to the seventh decimal place where that is more exact than a view is; 0 for what
     * JSON has no number for.
     */
    JsonBytes number(float number) {
        if (number >= LEAST_PLAIN && number < MOST_PLAIN) {
            return plain(Math.round(number * (double) DECIMALS));
        }
        return raw(Float.isFinite(number) ? ascii(NumberOutput.toString(number, true)) : ZERO);
    }

    /**
     * A whole number of the last decimal place. Formatting of any float takes five times as long.
     */
    private JsonBytes plain(long number) {
        number(number / DECIMALS);
        int digits = (int) (number % DECIMALS);
        raw(PLACES);
        int end = size;
        for (int i = 1; digits > 0; i++) {
            bytes[size - i] = (byte) ('0' + digits % 10);
            digits /= 10;
        }
        while (bytes[end - 1] == '0' && bytes[end - 2] != '.') {
            end--;
        }
        size = end;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
