package io.nextclick.gateway;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a shown list is known by when its impressions and clicks come back: signed, so nobody makes
 * up a success, and nothing is kept for lists that nobody saw.
 *
 * @param recommendationId the list
 * @param generatedAtMillis when it was made, ms since the epoch
 * @param propensity with which probability it was made so, of 65,535; 0 if that is not known
 * @param site the tenant
 * @param surface where it is shown
 * @param arm what an experiment decided; empty for nothing
 */
record Token(
        UUID recommendationId,
        long generatedAtMillis,
        int propensity,
        String site,
        String surface,
        String arm) {

    /** The propensity of 1. */
    static final int CERTAIN = 65_535;

    private static final String PURPOSE = "token";
    private static final byte VERSION = 1;
    private static final int SIGNATURE = 8;
    private static final int MAX_TEXT = 1_000;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** What a token that came back is worth. */
    enum Result {
        VALID,
        EXPIRED,
        INVALID
    }

    /**
     * A token that came back.
     *
     * @param result what it is worth
     * @param token what it says; null unless valid
     */
    record Checked(Result result, @Nullable Token token) {}

    /** The token as text, signed by the site. */
    String sign(Site by) {
        byte[] content = content(by.current().id());
        byte[] signature = by.current().sign(PURPOSE, content);
        return ENCODER.encodeToString(
                ByteBuffer.allocate(content.length + SIGNATURE)
                        .put(content)
                        .put(signature, 0, SIGNATURE)
                        .array());
    }

    private byte[] content(int keyId) {
        byte[] siteBytes = site.getBytes(StandardCharsets.UTF_8);
        byte[] surfaceBytes = surface.getBytes(StandardCharsets.UTF_8);
        byte[] armBytes = arm.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(31 + siteBytes.length + surfaceBytes.length + armBytes.length)
                .put(VERSION)
                .put((byte) keyId)
                .putLong(recommendationId.getMostSignificantBits())
                .putLong(recommendationId.getLeastSignificantBits())
                .putLong(generatedAtMillis)
                .putShort((short) propensity)
                .put((byte) siteBytes.length)
                .put(siteBytes)
                .put((byte) surfaceBytes.length)
                .put(surfaceBytes)
                .put((byte) armBytes.length)
                .put(armBytes)
                .array();
    }

    /** Checks a token that came back. */
    static Checked check(Site site, String text, long nowMillis, long maxAgeMillis) {
        byte[] bytes;
        try {
            bytes = text.length() > MAX_TEXT ? new byte[0] : DECODER.decode(text);
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length <= SIGNATURE || bytes[0] != VERSION) {
            return new Checked(Result.INVALID, null);
        }
        byte[] content = Arrays.copyOf(bytes, bytes.length - SIGNATURE);
        byte[] signature = Arrays.copyOfRange(bytes, content.length, bytes.length);
        Token token = isSigned(site, content, signature) ? read(content) : null;
        if (token == null || !token.site.equals(site.name())) {
            return new Checked(Result.INVALID, null);
        }
        return token.generatedAtMillis < nowMillis - maxAgeMillis
                ? new Checked(Result.EXPIRED, null)
                : new Checked(Result.VALID, token);
    }

    private static boolean isSigned(Site site, byte[] content, byte[] signature) {
        Secret previous = site.previous();
        return isSigned(site.current(), content, signature)
                || (previous != null && isSigned(previous, content, signature));
    }

    private static boolean isSigned(Secret secret, byte[] content, byte[] signature) {
        byte[] whole = secret.sign(PURPOSE, content);
        return (content[1] & 0xFF) == secret.id()
                && MessageDigest.isEqual(Arrays.copyOf(whole, SIGNATURE), signature);
    }

    private static @Nullable Token read(byte[] content) {
        ByteBuffer from = ByteBuffer.wrap(content, 2, content.length - 2);
        try {
            return new Token(
                    new UUID(from.getLong(), from.getLong()),
                    from.getLong(),
                    from.getShort() & 0xFFFF,
                    text(from),
                    text(from),
                    text(from));
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    private static String text(ByteBuffer from) {
        byte[] bytes = new byte[from.get() & 0xFF];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
