package io.nextclick.event;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * UUIDs of names (RFC 9562, version 3), as {@link UUID#nameUUIDFromBytes} makes them. That looks
 * for the provider of the digest with each, which takes longer than the digest of a short name.
 */
public final class NameUuid {

    private static final int VERSION_AT = 6;
    private static final int VARIANT_AT = 8;

    /** Never used itself, so all threads may copy it. */
    private static final MessageDigest MD5 = md5();

    private NameUuid() {}

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** The UUID of the first bytes of a name. */
    public static UUID of(byte[] name, int length) {
        MessageDigest digest;
        try {
            digest = (MessageDigest) MD5.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java's MD5 cannot be copied", e);
        }
        digest.update(name, 0, length);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        hash.put(VERSION_AT, (byte) ((hash.get(VERSION_AT) & 0x0F) | 0x30));
        hash.put(VARIANT_AT, (byte) ((hash.get(VARIANT_AT) & 0x3F) | 0x80));
        return new UUID(hash.getLong(), hash.getLong());
    }
}
