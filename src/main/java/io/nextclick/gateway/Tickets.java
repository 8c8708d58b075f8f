package io.nextclick.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What shows that a browser speaks for a device: a ticket that expires, or a cookie that scripts do
 * not see. Both are signed, and nothing of them is kept.
 */
final class Tickets {

    private static final String TICKET = "ticket";
    private static final String COOKIE = "cookie";
    private static final String USER = "user";
    private static final int SIGNATURE = 32;
    private static final int TICKET_BYTES = Long.BYTES + SIGNATURE;
    private static final int MAX_TEXT = 2_000;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final long ttlMillis;

    /**
     * @param ttlMillis how long a ticket is valid
     */
    Tickets(long ttlMillis) {
        this.ttlMillis = ttlMillis;
    }

    /** When a ticket expires that is made now, ms since the epoch. */
    long expiry(long nowMillis) {
        return nowMillis + ttlMillis;
    }

    /** A ticket of a device until a time. */
    String issue(Site site, String device, long expiryMillis) {
        return issue(TICKET, site, device, expiryMillis);
    }

    /** What shows until a time that the site's own server knows a user to be there. */
    String issueUser(Site site, String user, long expiryMillis) {
        return issue(USER, site, user, expiryMillis);
    }

    private static String issue(String purpose, Site site, String id, long expiryMillis) {
        byte[] signature = site.current().sign(purpose, content(site, id, expiryMillis));
        return ENCODER.encodeToString(
                ByteBuffer.allocate(TICKET_BYTES).putLong(expiryMillis).put(signature).array());
    }

    /**
     * True if a ticket is the device's, and not expired for longer than some time.
     *
     * @param graceMillis how long it may be expired
     */
    boolean isValid(Site site, String device, String ticket, long nowMillis, long graceMillis) {
        long expiry = expiry(TICKET, site, device, ticket);
        return expiry >= nowMillis - graceMillis && expiry <= expiry(nowMillis);
    }

    /** True if the site's own server vouched for a user, and not too long ago. */
    boolean isUser(Site site, String user, String token, long nowMillis) {
        return expiry(USER, site, user, token) >= nowMillis;
    }

    /**
     * When what is shown for an id expires, ms since the epoch; the least number if it is forged.
     */
    private static long expiry(String purpose, Site site, String id, String shown) {
        byte[] bytes = decode(shown);
        if (bytes.length != TICKET_BYTES) {
            return Long.MIN_VALUE;
        }
        long expiry = ByteBuffer.wrap(bytes).getLong();
        byte[] signature = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
        return isSigned(site, purpose, content(site, id, expiry), signature)
                ? expiry
                : Long.MIN_VALUE;
    }

    /** The value of a device's cookie. */
    String cookie(Site site, String device) {
        byte[] signature = site.current().sign(COOKIE, content(site, device, 0));
        return device + '.' + ENCODER.encodeToString(signature);
    }

    /** The device of a cookie, if the cookie was made here for the site. */
    Optional<String> deviceOf(Site site, @Nullable String cookie) {
        int point = cookie == null ? -1 : cookie.lastIndexOf('.');
        if (cookie == null || point < 1 || cookie.length() > MAX_TEXT) {
            return Optional.empty();
        }
        String device = cookie.substring(0, point);
        byte[] signature = decode(cookie.substring(point + 1));
        return isSigned(site, COOKIE, content(site, device, 0), signature)
                ? Optional.of(device)
                : Optional.empty();
    }

    private static boolean isSigned(Site site, String purpose, byte[] content, byte[] signature) {
        Secret previous = site.previous();
        return site.current().signed(purpose, content, signature)
                || (previous != null && previous.signed(purpose, content, signature));
    }

    private static byte[] content(Site site, String device, long expiryMillis) {
        // A site's name has no slash, so no other pair gives the same text.
        byte[] text = (site.name() + '/' + device).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(expiryMillis)
                .put(text)
                .array();
    }

    private static byte[] decode(String text) {
        try {
            return text.length() > MAX_TEXT ? new byte[0] : DECODER.decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
