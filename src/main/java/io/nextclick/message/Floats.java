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
 * follow, four bytes each. All of them are read at once, since a call a byte costs more than the
 * bytes. Not for several threads.
 */
public final class Floats implements Serializable {

    private static final int FIRST_BYTES = 256;
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private transient byte[] buffer = new byte[FIRST_BYTES];

    private Object readResolve() {
        return new Floats();
    }

    /** Writes the first of them. */
    public void write(float[] numbers, int count, DataOutput out) throws IOException {
        int at = maskBytes(count);
        room(at + Float.BYTES * count);
        Arrays.fill(buffer, 0, at, (byte) 0);
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(numbers[i]);
            if (bits != 0) {
                buffer[i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
                INTS.set(buffer, at, bits);
                at += Float.BYTES;
            }
        }
        out.write(buffer, 0, at);
    }

    /** Reads so many. */
    public float[] read(int count, DataInput in) throws IOException {
        int mask = maskBytes(count);
        room(mask);
        in.readFully(buffer, 0, mask);
        int others = 0;
        for (int i = 0; i < mask; i++) {
            others += Integer.bitCount(buffer[i] & 0xFF);
        }
        room(mask + Float.BYTES * others);
        in.readFully(buffer, mask, Float.BYTES * others);
        float[] numbers = new float[count];
        int at = mask;
        for (int i = 0; i < count; i++) {
            if ((buffer[i / Byte.SIZE] & (1 << i % Byte.SIZE)) != 0) {
                numbers[i] = Float.intBitsToFloat((int) INTS.get(buffer, at));
                at += Float.BYTES;
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
