package io.nextclick.recommend;

import io.nextclick.event.NameUuid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Ids of lists, the {@link NameUuid}s of what makes them, in memory that serves one list after the
 * other. Not for several threads.
 */
final class ListIds {

    private static final int FIRST_BYTES = 1_024;
    private static final int BYTES_A_CHARACTER = 3;

    private byte[] name = new byte[FIRST_BYTES];
    private int length;

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
        return NameUuid.of(name, length).toString();
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
