package io.nextclick.gateway;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Whole numbers of 0 or more in as few bytes as they need. */
final class Varint {

    private static final int LOW = 0x7F;
    private static final int MORE = 0x80;

    private Varint() {}

    static void write(int number, DataOutput into) throws IOException {
        int left = number;
        while (left > LOW) {
            into.writeByte((left & LOW) | MORE);
            left >>>= 7;
        }
        into.writeByte(left);
    }

    static int read(DataInput from) throws IOException {
        int number = 0;
        int shift = 0;
        int each = from.readByte();
        while ((each & MORE) != 0) {
            number |= (each & LOW) << shift;
            shift += 7;
            each = from.readByte();
        }
        return number | (each << shift);
    }
}
