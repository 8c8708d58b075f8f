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
 * follow, without the last bytes that are 0 in all of them. All are read at once, since a call a
 * byte costs more than the bytes. Not for several threads.
 */
public final class Floats implements Serializable {

    private static final int FIRST_BYTES = 256;
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** What a rounded number has none of: the last byte of its bits. */
    private static final int LAST = 0xFF;

    private transient byte[] buffer = new byte[FIRST_BYTES];

    private Object readResolve() {
        return new Floats();
    }

    /** The number of 16 significant bits that is nearest to a finite one: it takes a byte less. */
    public static float rounded(float number) {
        int bits = Float.floatToRawIntBits(number);
        return Float.intBitsToFloat((bits + (LAST + 1) / 2) & ~LAST);
    }

    /** Writes the first of them. */
    public void write(float[] numbers, int count, DataOutput out) throws IOException {
        int mask = maskBytes(count);
        room(1 + mask + Float.BYTES * count);
        int all = 0;
        for (int i = 0; i < count; i++) {
            all |= Float.floatToRawIntBits(numbers[i]);
        }
        int bytes = Float.BYTES - Math.min(Integer.numberOfTrailingZeros(all) / Byte.SIZE, 3);
        buffer[0] = (byte) bytes;
        Arrays.fill(buffer, 1, 1 + mask, (byte) 0);
        int at = 1 + mask;
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(numbers[i]);
            if (bits != 0) {
                buffer[1 + i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
                // The next one is written over what this one has no need of.
                INTS.set(buffer, at, bits);
                at += bytes;
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
        if (bytes < 1 || bytes > Float.BYTES) {
            throw new IOException("floats of %d bytes".formatted(bytes));
        }
        room(from + bytes * others + Float.BYTES);
        in.readFully(buffer, from, bytes * others);
        int kept = -1 << (Byte.SIZE * (Float.BYTES - bytes));
        float[] numbers = new float[count];
        int at = from;
        for (int i = 0; i < count; i++) {
            if ((buffer[1 + i / Byte.SIZE] & (1 << i % Byte.SIZE)) != 0) {
                numbers[i] = Float.intBitsToFloat((int) INTS.get(buffer, at) & kept);
                at += bytes;
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
