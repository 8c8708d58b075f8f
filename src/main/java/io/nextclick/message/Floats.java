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
 * follow, two bytes each if all of them are {@link #rounded}, else four. All of them are read at
 * once, since a call a byte costs more than the bytes. Not for several threads.
 */
public final class Floats implements Serializable {

    private static final int FIRST_BYTES = 256;
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    /** What a rounded number has none of: the lower half of its bits. */
    private static final int LOWER = 0xFFFF;

    private transient byte[] buffer = new byte[FIRST_BYTES];

    private Object readResolve() {
        return new Floats();
    }

    /**
     * The number of eight significant bits that is nearest to a finite one, within 0.2 %: it takes
     * half the bytes.
     */
    public static float rounded(float number) {
        int bits = Float.floatToRawIntBits(number);
        return Float.intBitsToFloat((bits + (LOWER + 1) / 2) & ~LOWER);
    }

    /** Writes the first of them. */
    public void write(float[] numbers, int count, DataOutput out) throws IOException {
        int mask = maskBytes(count);
        room(1 + mask + Float.BYTES * count);
        int all = 0;
        for (int i = 0; i < count; i++) {
            all |= Float.floatToRawIntBits(numbers[i]);
        }
        boolean rounded = (all & LOWER) == 0;
        buffer[0] = (byte) (rounded ? Short.BYTES : Float.BYTES);
        Arrays.fill(buffer, 1, 1 + mask, (byte) 0);
        int at = 1 + mask;
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(numbers[i]);
            if (bits != 0) {
                buffer[1 + i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
                if (rounded) {
                    SHORTS.set(buffer, at, (short) (bits >>> Short.SIZE));
                    at += Short.BYTES;
                } else {
                    INTS.set(buffer, at, bits);
                    at += Float.BYTES;
                }
            }
        }
        out.write(buffer, 0, at);
    }

    /** Reads so many. */
    public float[] read(int count, DataInput in) throws IOException {
        int from = 1 + maskBytes(count);
        room(from);
        in.readFully(buffer, 0, from);
        int others = 0;
        for (int i = 1; i < from; i++) {
            others += Integer.bitCount(buffer[i] & 0xFF);
        }
        int bytes = buffer[0];
        if (bytes != Short.BYTES && bytes != Float.BYTES) {
            throw new IOException("floats of %d bytes".formatted(bytes));
        }
        room(from + bytes * others);
        in.readFully(buffer, from, bytes * others);
        float[] numbers = new float[count];
        int at = from;
        for (int i = 0; i < count; i++) {
            if ((buffer[1 + i / Byte.SIZE] & (1 << i % Byte.SIZE)) != 0) {
                numbers[i] = bytes == Float.BYTES ? wholeAt(at) : roundedAt(at);
                at += bytes;
            }
        }
        return numbers;
    }

    private float wholeAt(int at) {
        return Float.intBitsToFloat((int) INTS.get(buffer, at));
    }

    private float roundedAt(int at) {
        return Float.intBitsToFloat((short) SHORTS.get(buffer, at) << Short.SIZE);
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
