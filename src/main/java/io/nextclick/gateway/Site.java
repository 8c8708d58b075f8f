package io.nextclick.gateway;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A site and what its callers show.
 *
 * @param name as in the events
 * @param publicKey key for browsers
 * @param secretKey key for the site's own servers
 * @param origins pages that browsers may call from
 * @param current secret that signs and checks
 * @param previous secret that only checks; null for none
 * @param claimed true if a browser may say who its user is, without a proof
 */
record Site(
        String name,
        String publicKey,
        String secretKey,
        Set<String> origins,
        Secret current,
        @Nullable Secret previous,
        boolean claimed) {

    /** Neither keys nor secrets. */
    @Override
    public String toString() {
        return "Site[" + name + "]";
    }
}
