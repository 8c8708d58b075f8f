package io.nextclick.message;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Floats as they are, without their count: a bit of each says whether it is 0, and the others
 * follow, without the last bytes that are 0 in all of them. Numbers that are {@link #rounded}, not
 * negative and not further apart than 31 powers of two take two bytes, above the smallest of their
 * exponents. All are read at once, since a call a byte costs more than the bytes. Not for several
 * threads.
 */
public final class Floats implements Serializable {

    private static final int FIRST_BYTES = 256;
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** What a rounded number has none of: the last bits. */
    private static final int LAST_BITS = 12;

    private static final int LAST = (1 << LAST_BITS) - 1;

    /** In place of the bytes of each: two, above an exponent, which follows. */
    private static final int ABOVE_AN_EXPONENT = 0;

    private static final int EXPONENT_SHIFT = 23;

    /** Moves the two bytes of what is above an exponent to the front. */
    private static final int ABOVE_SHIFT = Short.SIZE - LAST_BITS;

    private transient byte[] buffer = new byte[FIRST_BYTES];

    private Object readResolve() {
        return new Floats();
    }

    /** The number of 12 significant bits that is nearest to a finite one: it takes two bytes. */
    public static float rounded(float number) {
        int bits = Float.floatToRawIntBits(number);
        return Float.intBitsToFloat((bits + (LAST + 1) / 2) & ~LAST);
    }

    /** Writes the first of them. */
    public void write(float[] numbers, int count, DataOutput out) throws IOException {
        int all = 0;
        int smallest = Integer.MAX_VALUE;
        int largest = 0;
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(numbers[i]);
            all |= bits;
            smallest = bits == 0 ? smallest : Math.min(smallest, bits);
            largest = Math.max(largest, bits);
        }
        int exponent = smallest >>> EXPONENT_SHIFT;
        int lowest = exponent << EXPONENT_SHIFT;
        boolean near = largest > 0 && (largest - lowest) >>> LAST_BITS <= 0xFFFF;
        boolean above = all >= 0 && (all & LAST) == 0 && near;
        int mask = maskBytes(count);
        room(2 + mask + Float.BYTES * count);
        int from = 0;
        int bytes = Short.BYTES;
        if (above) {
            buffer[from++] = ABOVE_AN_EXPONENT;
            buffer[from++] = (byte) exponent;
        } else {
            bytes = Float.BYTES - Math.min(Integer.numberOfTrailingZeros(all) / Byte.SIZE, 3);
            buffer[from++] = (byte) bytes;
        }
        out.write(
                buffer,
                0,
                put(numbers, count, from, bytes, above ? lowest : 0, above ? ABOVE_SHIFT : 0));
    }

    /** Puts the bits and the numbers behind the head, and says where they end. */
    private int put(float[] numbers, int count, int from, int bytes, int lowest, int shift) {
        int at = from + maskBytes(count);
        Arrays.fill(buffer, from, at, (byte) 0);
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(numbers[i]);
            if (bits != 0) {
                buffer[from + i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
                // The next one is written over what this one has no need of.
                INTS.set(buffer, at, (bits - lowest) << shift);
                at += bytes;
            }
        }
        return at;
    }

    /** Reads so many. */
    public float[] read(int count, DataInput in) throws IOException {
        int mask = maskBytes(count);
        room(mask);
        int bytes = in.readUnsignedByte();
        if (bytes > Float.BYTES) {
            throw new IOException("floats of %d bytes".formatted(bytes));
        }
        boolean above = bytes == ABOVE_AN_EXPONENT;
        int lowest = above ? in.readUnsignedByte() << EXPONENT_SHIFT : 0;
        int shift = above ? ABOVE_SHIFT : 0;
        in.readFully(buffer, 0, mask);
        int others = 0;
        for (int i = 0; i < mask; i++) {
            others += Integer.bitCount(buffer[i] & 0xFF);
        }
        int each = above ? Short.BYTES : bytes;
        room(mask + each * others + Float.BYTES);
        in.readFully(buffer, mask, each * others);
        int kept = -1 << (Byte.SIZE * (Float.BYTES - each));
        float[] numbers = new float[count];
        int at = mask;
        for (int i = 0; i < count; i++) {
            if ((buffer[i / Byte.SIZE] & (1 << i % Byte.SIZE)) != 0) {
                int more = ((int) INTS.get(buffer, at) & kept) >>> shift;
                numbers[i] = Float.intBitsToFloat(lowest + more);
                at += each;
            }
        }
        return numbers;
    }

    private static int maskBytes(int count) {
        return (count + Byte.SIZE - 1) / Byte.SIZE;
    }

    private void room(int bytes) {
        if (buffer.length < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(bytes, buffer.length << 1));
        }
    }
}
