package io.nextclick.gateway;

import io.nextclick.event.ListToken;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Signs what a shown list is known by: so nobody makes up a success, and nothing is kept for lists
 * that nobody saw.
 */
final class Token {

    private static final String PURPOSE = "token";

    private Token() {}

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
    record Checked(Result result, @Nullable ListToken token) {}

    /** The token as text, signed by the site. */
    static String sign(ListToken token, Site by) {
        byte[] content = token.content(by.current().id());
        return ListToken.text(content, by.current().sign(PURPOSE, content));
    }

    /** Checks a token that came back. */
    static Checked check(Site site, String text, long nowMillis, long maxAgeMillis) {
        byte[] bytes = ListToken.bytes(text);
        if (bytes.length == 0) {
            return new Checked(Result.INVALID, null);
        }
        byte[] content = Arrays.copyOf(bytes, bytes.length - ListToken.SIGNATURE);
        byte[] signature = Arrays.copyOfRange(bytes, content.length, bytes.length);
        ListToken token =
                content.length > 1 && isSigned(site, content, signature)
                        ? ListToken.read(content)
                        : null;
        if (token == null || !token.site().equals(site.name())) {
            return new Checked(Result.INVALID, null);
        }
        return token.generatedAtMillis() < nowMillis - maxAgeMillis
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
                && MessageDigest.isEqual(Arrays.copyOf(whole, ListToken.SIGNATURE), signature);
    }
}
