package io.nextclick.event;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a shown list is known by when its impressions and clicks come back. The gateway signs it and
 * lets nothing in that it has not signed; whoever reads it behind the gateway needs no secret.
 *
 * @param recommendationId the list
 * @param generatedAtMillis when it was made, ms since the epoch
 * @param propensity with which probability it was made so, of 65,535; 0 if that is not known
 * @param site the tenant
 * @param surface where it is shown
 * @param arm what an experiment decided; empty for nothing
 */
public record ListToken(
        UUID recommendationId,
        long generatedAtMillis,
        int propensity,
        String site,
        String surface,
        String arm) {

    /** The propensity of 1. */
    public static final int CERTAIN = 65_535;

    /** Bytes of the signature behind the content. */
    public static final int SIGNATURE = 8;

    private static final byte VERSION = 1;
    private static final int FIXED = 31;
    private static final int HEAD = 2;
    private static final int MAX_TEXT = 1_000;
    private static final byte[] NOTHING = {};

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /**
     * What is signed.
     *
     * @param keyId of the secret that signs it
     */
    public byte[] content(int keyId) {
        byte[] siteBytes = site.getBytes(StandardCharsets.UTF_8);
        byte[] surfaceBytes = surface.getBytes(StandardCharsets.UTF_8);
        byte[] armBytes = arm.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED + siteBytes.length + surfaceBytes.length + armBytes.length)
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

    /** The text of a token. */
    public static String text(byte[] content, byte[] signature) {
        return ENCODER.encodeToString(
                ByteBuffer.allocate(content.length + SIGNATURE)
                        .put(content)
                        .put(signature, 0, SIGNATURE)
                        .array());
    }

    /** The content and signature of a text; empty if it is no token. */
    public static byte[] bytes(String text) {
        byte[] bytes;
        try {
            bytes = text.length() > MAX_TEXT ? NOTHING : DECODER.decode(text);
        } catch (IllegalArgumentException e) {
            bytes = NOTHING;
        }
        return bytes.length <= SIGNATURE || bytes[0] != VERSION ? NOTHING : bytes;
    }

    /** What a content says; null if it is broken. */
    public static @Nullable ListToken read(byte[] content) {
        if (content.length < HEAD) {
            return null;
        }
        ByteBuffer from = ByteBuffer.wrap(content, HEAD, content.length - HEAD);
        try {
            return new ListToken(
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

    /** What a text says, whoever signed it; null if it is no token. */
    public static @Nullable ListToken of(String text) {
        byte[] bytes = bytes(text);
        return bytes.length == 0 ? null : read(Arrays.copyOf(bytes, bytes.length - SIGNATURE));
    }

    private static String text(ByteBuffer from) {
        byte[] bytes = new byte[from.get() & 0xFF];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
