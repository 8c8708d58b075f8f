package io.nextclick.gateway;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A method and path that is answered.
 *
 * @param method of HTTP
 * @param path with parts in braces
 * @param access which key it asks for
 * @param body media types of its body; empty for none
 * @param waits false if it answers at once from memory, and so needs no thread of its own
 * @param endpoint what answers
 */
record Route(
        String method,
        String path,
        Access access,
        List<String> body,
        boolean waits,
        Endpoint endpoint) {

    Route(String method, String path, Access access, List<String> body, Endpoint endpoint) {
        this(method, path, access, body, true, endpoint);
    }

    /** The same, answered at once by the thread that read the request. */
    Route atOnce() {
        return new Route(method, path, access, body, false, endpoint);
    }

    /** Which key a route asks for. */
    enum Access {
        /** None. */
        OPEN,
        /** The site's public or secret key. */
        PUBLIC,
        /** The site's secret key. */
        SECRET
    }

    /** Answers a request, maybe later; a {@link Problem} is an answer, too. */
    interface Endpoint {
        CompletionStage<Answer> answer(Request request);
    }

    /** A name for metrics, without any id. */
    String name() {
        return method + ' ' + path;
    }
}
