package io.nextclick.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.util.StatusCodes;
import org.jspecify.annotations.Nullable;

/** Why a request is not answered as it asks, as in RFC 9457. */
final class Problem extends RuntimeException {

    static final String CONTENT_TYPE = "application/problem+json";

    private final int status;
    private final String reason;
    private final int retrySeconds;
    private final @Nullable ObjectNode more;

    /**
     * @param reason a code in upper case
     * @param detail what was found and what is allowed, without ids and keys
     */
    Problem(int status, String reason, String detail) {
        this(status, reason, detail, 0, null);
    }

    private Problem(
            int status, String reason, String detail, int retrySeconds, @Nullable ObjectNode more) {
        super(detail, null, false, false);
        this.status = status;
        this.reason = reason;
        this.retrySeconds = retrySeconds;
        this.more = more;
    }

    static Problem invalid(String detail) {
        return new Problem(StatusCodes.BAD_REQUEST, "INVALID_REQUEST", detail);
    }

    static Problem forbidden(String reason, String detail) {
        return new Problem(StatusCodes.FORBIDDEN, reason, detail);
    }

    static Problem unavailable(String reason, String detail) {
        return new Problem(StatusCodes.SERVICE_UNAVAILABLE, reason, detail).retryAfter(1);
    }

    /** The same with a time after which it may be otherwise. */
    Problem retryAfter(int seconds) {
        return new Problem(status, reason, detail(), seconds, more);
    }

    /** The same with one more member. */
    Problem with(String member, JsonNode value) {
        ObjectNode members = more == null ? Json.object() : more.deepCopy();
        members.set(member, value);
        return new Problem(status, reason, detail(), retrySeconds, members);
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    Answer answer() {
        ObjectNode body = Json.object();
        body.put("type", "about:blank");
        body.put("title", StatusCodes.getReason(status));
        body.put("status", status);
        body.put("reason", reason);
        body.put("detail", detail());
        if (more != null) {
            body.setAll(more);
        }
        Answer answer = new Answer(status, CONTENT_TYPE, Json.bytes(body));
        return retrySeconds == 0
                ? answer
                : answer.with("Retry-After", Integer.toString(retrySeconds));
    }
}
