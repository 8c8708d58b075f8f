package io.nextclick.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a request comes from: its page's origin (CORS) and its address. */
final class Origins {

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOW_CREDENTIALS =
            new HttpString("Access-Control-Allow-Credentials");
    private static final HttpString EXPOSE_HEADERS =
            new HttpString("Access-Control-Expose-Headers");
    private static final HttpString VARY = new HttpString("Vary");

    private final Sites sites;
    private final boolean trustedProxy;

    /**
     * @param trustedProxy true if headers say whom a proxy passes on
     */
    Origins(Sites sites, boolean trustedProxy) {
        this.sites = sites;
        this.trustedProxy = trustedProxy;
    }

    /**
     * Checks that a browser's page is one of the caller's site, or of this server.
     *
     * @throws Problem if it is not
     */
    void check(HttpServerExchange exchange, @Nullable Caller caller) {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin != null && caller != null && !isAllowed(exchange, origin, caller)) {
            throw Problem.forbidden("ORIGIN_NOT_ALLOWED", "the site has no page at this origin");
        }
    }

    /** Says to the browser which page may read the answer. */
    void allow(HttpServerExchange exchange, @Nullable Caller caller) {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin == null) {
            return;
        }
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(VARY, "Origin");
        // Without a known key nothing is said but why, which a page of any site may read.
        boolean allowed =
                caller == null ? sites.anyAllows(origin) : isAllowed(exchange, origin, caller);
        if (allowed) {
            headers.put(ALLOW_ORIGIN, origin);
            headers.put(ALLOW_CREDENTIALS, "true");
            headers.put(EXPOSE_HEADERS, "Retry-After");
        }
    }

    /** The answer to a browser that asks whether it may ask; it shows no key. */
    Answer preflight(HttpServerExchange exchange) {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (origin == null || !sites.anyAllows(origin)) {
            return Problem.forbidden("ORIGIN_NOT_ALLOWED", "no site has a page at this origin")
                    .answer();
        }
        return Answer.empty(204)
                .with("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
                .with("Access-Control-Allow-Headers", "Authorization, Content-Type")
                .with("Access-Control-Max-Age", "86400");
    }

    private boolean isAllowed(HttpServerExchange exchange, String origin, Caller caller) {
        return caller.site().origins().contains(origin)
                || origin.equals(scheme(exchange) + "://" + exchange.getHostAndPort());
    }

    /** {@code https} if the caller, or the proxy's, connection is. */
    String scheme(HttpServerExchange exchange) {
        String forwarded = exchange.getRequestHeaders().getFirst("X-Forwarded-Proto");
        return trustedProxy && forwarded != null ? forwarded : exchange.getRequestScheme();
    }

    /** The caller's address, for its rate. */
    String address(HttpServerExchange exchange) {
        String forwarded = exchange.getRequestHeaders().getFirst("X-Forwarded-For");
        if (trustedProxy && forwarded != null) {
            // The proxy adds the address that it sees at the end; what is before is the caller's.
            return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
        }
        InetSocketAddress source = exchange.getSourceAddress();
        return source.getAddress() == null
                ? source.getHostString()
                : source.getAddress().getHostAddress();
    }
}
