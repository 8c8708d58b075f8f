package io.nextclick.blend;

/**
 * A natural logarithm for signals: a list needs some thousand of them. It is within 3e-4 of the
 * exact one, far below what a signal is worth, and the same on every machine.
 */
public final class Logarithm {

    private static final int MANTISSA_BITS = 23;
    private static final int MANTISSA_MASK = (1 << MANTISSA_BITS) - 1;
    private static final int TABLE_BITS = 11;
    private static final float LN2 = (float) Math.log(2);
    private static final float[] TABLE = table();

    private Logarithm() {}

    private static float[] table() {
        float[] table = new float[1 << TABLE_BITS];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) Math.log(1 + (i + 0.5) / table.length);
        }
        return table;
    }

    /** Natural logarithm of a positive normal number. */
    public static float of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int exponent = (bits >> MANTISSA_BITS) - 127;
        return exponent * LN2 + TABLE[(bits & MANTISSA_MASK) >> (MANTISSA_BITS - TABLE_BITS)];
    }
}
