package io.nextclick.gateway;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request whose body is read and whose caller is known. */
final class Request {

    private final HttpServerExchange exchange;
    private final byte[] body;
    private final @Nullable Caller caller;

    Request(HttpServerExchange exchange, byte[] body, @Nullable Caller caller) {
        this.exchange = exchange;
        this.body = body;
        this.caller = caller;
    }

    byte[] body() {
        return body;
    }

    HttpServerExchange exchange() {
        return exchange;
    }

    /** Who calls; only of routes that ask for a key. */
    Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("a route without a key asks for its caller");
        }
        return caller;
    }

    Site site() {
        return caller().site();
    }

    /** A part of the path, from 0, decoded; a slash may be within it. */
    String path(int part) {
        String[] parts = exchange.getRequestPath().substring(1).split("/", -1);
        String text = decoded(part < parts.length ? parts[part] : "");
        if (text.isBlank()) {
            throw Problem.invalid("an id in the path is empty");
        }
        return text;
    }

    /** The server leaves a slash within a part encoded, and decodes all else. */
    private static String decoded(String text) {
        return text.replace("%2F", "/").replace("%2f", "/");
    }

    /** A parameter of the query. */
    Optional<String> query(String name) {
        return query(exchange, name);
    }

    static Optional<String> query(HttpServerExchange exchange, String name) {
        Deque<String> values = exchange.getQueryParameters().get(name);
        return values == null || values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.getFirst()).filter(text -> !text.isBlank());
    }

    /** A number within bounds of the query. */
    int number(String name, int defaultValue, int least, int most) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same as a number that is not allowed.
        }
        throw Problem.invalid("'%s' must be %d to %d".formatted(name, least, most));
    }

    Optional<String> cookie(String name) {
        Cookie cookie = exchange.getRequestCookie(name);
        return cookie == null ? Optional.empty() : Optional.ofNullable(cookie.getValue());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** The key that a request shows, in its header or its query. */
    static Optional<String> key(HttpServerExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(header.substring(7).strip());
        }
        return query(exchange, "key");
    }

    /** Media types that a body may have. */
    static boolean isOf(HttpServerExchange exchange, List<String> types) {
        String given = exchange.getRequestHeaders().getFirst("Content-Type");
        if (given == null) {
            return false;
        }
        int end = given.indexOf(';');
        String type = (end < 0 ? given : given.substring(0, end)).strip();
        return types.stream().anyMatch(type::equalsIgnoreCase);
    }
}
