package io.nextclick.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.server.HttpHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request.
 *
 * @param status of HTTP
 * @param contentType of the body; empty for none
 * @param body its bytes
 * @param headers more headers
 * @param stream what takes over the exchange instead, for a stream of events
 */
record Answer(
        int status,
        String contentType,
        byte[] body,
        Map<String, String> headers,
        @Nullable HttpHandler stream) {

    Answer(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of(), null);
    }

    static Answer json(int status, JsonNode body) {
        return new Answer(status, Json.CONTENT_TYPE, Json.bytes(body));
    }

    static Answer empty(int status) {
        return new Answer(status, "", new byte[0]);
    }

    static Answer stream(HttpHandler handler) {
        return new Answer(200, "", new byte[0], Map.of(), handler);
    }

    /** The same with one more header. */
    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more, stream);
    }
}
