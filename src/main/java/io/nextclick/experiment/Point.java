package io.nextclick.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Where a unit stands: two numbers from 0 to below 1, evenly spread and independent of each other.
 * They are the first and the second eight bytes of the SHA-256 of the parts with a line feed
 * between them, of each the upper 53 bits. So anybody can say which arm a unit has.
 *
 * @param in decides whether the unit takes part
 * @param arm decides its arm
 */
public record Point(double in, double arm) {

    private static final int UNUSED_BITS = 11;
    private static final double UNIT = 0x1.0p-53;

    /** The point of a unit. */
    public static Point of(String site, String salt, String unit) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(site + '\n' + salt + '\n' + unit));
        return new Point(number(hash.getLong()), number(hash.getLong()));
    }

    private static double number(long bits) {
        return (bits >>> UNUSED_BITS) * UNIT;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
