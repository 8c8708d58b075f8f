package io.nextclick.recommend;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Ids of lists: UUIDs of names (RFC 9562, version 3), as {@link UUID#nameUUIDFromBytes} makes them,
 * but in memory that serves one list after the other. Not for several threads.
 */
final class ListIds {

    private static final int FIRST_BYTES = 1_024;
    private static final int BYTES_A_CHARACTER = 3;
    private static final int VERSION_AT = 6;
    private static final int VARIANT_AT = 8;

    private final MessageDigest md5;
    private byte[] name = new byte[FIRST_BYTES];
    private int length;

    ListIds() {
        try {
            this.md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /**
     * The id of what makes a list the one it is.
     *
     * @param parts of its name before its items, a line each
     */
    String of(List<RecommendedItem> items, String... parts) {
        length = 0;
        for (String part : parts) {
            line(part);
        }
        for (int i = 0; i < items.size(); i++) {
            line(items.get(i).itemId());
        }
        md5.update(name, 0, length);
        ByteBuffer id = ByteBuffer.wrap(md5.digest());
        id.put(VERSION_AT, (byte) (id.get(VERSION_AT) & 0x0F | 0x30));
        id.put(VARIANT_AT, (byte) (id.get(VARIANT_AT) & 0x3F | 0x80));
        return new UUID(id.getLong(), id.getLong()).toString();
    }

    private void line(String text) {
        int characters = text.length();
        int most = length + 1 + BYTES_A_CHARACTER * characters;
        if (name.length < most) {
            name = Arrays.copyOf(name, 2 * most);
        }
        if (length > 0) {
            name[length++] = '\n';
        }
        for (int i = 0; i < characters; i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(rest, 0, name, length, rest.length);
                length += rest.length;
                return;
            }
            name[length++] = (byte) character;
        }
    }
}
