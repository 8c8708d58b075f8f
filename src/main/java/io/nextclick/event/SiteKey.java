package io.nextclick.event;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An id made unique among sites: {@code site/id}, or the bare id for the site {@code default}. It
 * keys both the state of the job and the topics it writes, so a single shop sees its own ids and
 * two tenants with the same ids never meet. A slash within an id is written {@code %2F} and a per
 * cent sign {@code %25}, so that a slash always separates parts.
 */
public final class SiteKey {

    /** The site of producers that name none. */
    public static final String DEFAULT_SITE = "default";

    private SiteKey() {}

    /** The key; two different pairs never share one, since neither part has a slash. */
    public static String of(String site, String id) {
        String part = part(id);
        return site.equals(DEFAULT_SITE) ? part : site + '/' + part;
    }

    /** The site a key belongs to. */
    public static String site(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? DEFAULT_SITE : key.substring(0, slash);
    }

    /** The id without its site. */
    public static String id(String key) {
        return text(key.substring(key.indexOf('/') + 1));
    }

    /** A text as one part of a key; {@link #text} undoes it. */
    public static String part(String text) {
        return text.indexOf('/') < 0 && text.indexOf('%') < 0
                ? text
                : text.replace("%", "%25").replace("/", "%2F");
    }

    /** The text that a part of a key stands for; a per cent sign that encodes nothing is itself. */
    public static String text(String part) {
        if (part.indexOf('%') < 0) {
            return part;
        }
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream text = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int encoded = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes, i + 1) : -1;
            text.write(encoded < 0 ? bytes[i] : encoded);
            i += encoded < 0 ? 0 : 2;
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte[] bytes, int from) {
        int high = Character.digit(bytes[from], 16);
        int low = Character.digit(bytes[from + 1], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
