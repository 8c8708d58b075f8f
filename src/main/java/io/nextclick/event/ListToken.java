package io.nextclick.event;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
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
 * @param segments those that the person was in when it was made, in the list's order: at most
 *     {@value #MAX_SEGMENTS} with {@value #MAX_SEGMENT_BYTES} bytes together; one that does not fit
 *     any more is left out
 */
public record ListToken(
        UUID recommendationId,
        long generatedAtMillis,
        int propensity,
        String site,
        String surface,
        String arm,
        List<String> segments) {

    /** The propensity of 1. */
    public static final int CERTAIN = 65_535;

    /** Bytes of the signature behind the content. */
    public static final int SIGNATURE = 8;

    /** Most segments. */
    public static final int MAX_SEGMENTS = 8;

    /** Most bytes of their names together. */
    public static final int MAX_SEGMENT_BYTES = 250;

    /** Without segments, so that who has none does not pay for them. */
    private static final byte PLAIN = 1;

    private static final byte SEGMENTED = 2;
    private static final int FIXED = 28;

    /** Site, surface and arm. */
    private static final int TEXTS = 3;

    private static final int HEAD = 2;
    private static final int MAX_TEXT = 1_000;
    private static final byte[] NOTHING = {};

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** Takes as many segments as fit. */
    public ListToken {
        segments = bounded(segments);
    }

    private static List<String> bounded(List<String> all) {
        List<String> fitting = new ArrayList<>(Math.min(all.size(), MAX_SEGMENTS));
        int left = MAX_SEGMENT_BYTES;
        for (String each : all) {
            int bytes = each.getBytes(StandardCharsets.UTF_8).length;
            // Whoever writes events may write what they like: a segment counts a list once.
            boolean fits = bytes > 0 && bytes <= left && !fitting.contains(each);
            if (fits && fitting.size() < MAX_SEGMENTS) {
                fitting.add(each);
                left -= bytes;
            }
        }
        return List.copyOf(fitting);
    }

    /**
     * What is signed.
     *
     * @param keyId of the secret that signs it
     */
    public byte[] content(int keyId) {
        List<byte[]> texts = new ArrayList<>(TEXTS + segments.size());
        for (String each : List.of(site, surface, arm)) {
            texts.add(each.getBytes(StandardCharsets.UTF_8));
        }
        segments.forEach(each -> texts.add(each.getBytes(StandardCharsets.UTF_8)));
        int length = FIXED + (segments.isEmpty() ? 0 : 1);
        for (byte[] each : texts) {
            length += 1 + each.length;
        }
        ByteBuffer into =
                ByteBuffer.allocate(length)
                        .put(segments.isEmpty() ? PLAIN : SEGMENTED)
                        .put((byte) keyId)
                        .putLong(recommendationId.getMostSignificantBits())
                        .putLong(recommendationId.getLeastSignificantBits())
                        .putLong(generatedAtMillis)
                        .putShort((short) propensity);
        for (int i = 0; i < texts.size(); i++) {
            if (i == TEXTS) {
                into.put((byte) segments.size());
            }
            into.put((byte) texts.get(i).length).put(texts.get(i));
        }
        return into.array();
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
        return bytes.length <= SIGNATURE || (bytes[0] != PLAIN && bytes[0] != SEGMENTED)
                ? NOTHING
                : bytes;
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
                    text(from),
                    content[0] == SEGMENTED ? segments(from) : List.of());
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    private static List<String> segments(ByteBuffer from) {
        int count = from.get() & 0xFF;
        if (count > MAX_SEGMENTS) {
            throw new BufferUnderflowException();
        }
        List<String> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            segments.add(text(from));
        }
        return segments;
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
