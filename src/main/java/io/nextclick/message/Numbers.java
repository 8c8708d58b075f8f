package io.nextclick.message;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Numbers of few bytes: seven bits a byte, the lowest first, the eighth bit says that more follow.
 */
public final class Numbers {

    /** No message has more of anything; what claims to is damaged. */
    static final int MAX_COUNT = 1 << 24;

    static final int BITS = 7;
    private static final int MORE = 0x80;
    static final int LOW = 0x7F;

    private Numbers() {}

    /** Writes a number of 1 to 10 bytes; small ones are short, negative ones the longest. */
    public static void write(long number, DataOutput out) throws IOException {
        long rest = number;
        while ((rest & ~LOW) != 0) {
            out.writeByte((int) ((rest & LOW) | MORE));
            rest >>>= BITS;
        }
        out.writeByte((int) rest);
    }

    /**
     * Reads a number.
     *
     * @throws IOException if it has no end
     */
    public static long read(DataInput in) throws IOException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            byte next = in.readByte();
            number |= (long) (next & LOW) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IOException("a number of more than 10 bytes");
    }

    /**
     * Reads how many follow.
     *
     * @throws IOException if it cannot be
     */
    public static int readCount(DataInput in) throws IOException {
        return count(read(in));
    }

    /** A number of things that follow. */
    static int count(long number) throws IOException {
        if (number < 0 || number > MAX_COUNT) {
            throw new IOException("a count of " + number);
        }
        return (int) number;
    }

    /** Puts a number where there is room for it, and returns where the next one goes. */
    static int put(long number, byte[] into, int at) {
        int next = at;
        long rest = number;
        while ((rest & ~LOW) != 0) {
            into[next++] = (byte) ((rest & LOW) | MORE);
            rest >>>= BITS;
        }
        into[next++] = (byte) rest;
        return next;
    }

    /** Writes a number whose sign does not make it long. */
    public static void writeSigned(long number, DataOutput out) throws IOException {
        write((number << 1) ^ (number >> (Long.SIZE - 1)), out);
    }

    /** Reads what {@link #writeSigned} wrote. */
    public static long readSigned(DataInput in) throws IOException {
        long number = read(in);
        return (number >>> 1) ^ -(number & 1);
    }

    /** Writes how many there are, and each. */
    public static void writeSigned(long[] numbers, DataOutput out) throws IOException {
        write(numbers.length, out);
        for (long each : numbers) {
            writeSigned(each, out);
        }
    }

    /** Reads how many there are, and each. */
    public static long[] readAllSigned(DataInput in) throws IOException {
        long[] numbers = new long[readCount(in)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = readSigned(in);
        }
        return numbers;
    }

    /** Writes which of an enum's constants one is, in a byte. */
    @SuppressWarnings("EnumOrdinal")
    public static void writeConstant(Enum<?> constant, DataOutput out) throws IOException {
        out.writeByte(constant.ordinal());
    }

    /**
     * Reads one of an enum's constants.
     *
     * @throws IOException if there are not so many
     */
    public static <E extends Enum<E>> E readConstant(E[] constants, DataInput in)
            throws IOException {
        int place = in.readUnsignedByte();
        if (place >= constants.length) {
            throw new IOException("constant " + place + " of " + constants.length);
        }
        return constants[place];
    }
}
