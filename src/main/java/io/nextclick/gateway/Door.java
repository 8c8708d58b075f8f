package io.nextclick.gateway;

import io.nextclick.gateway.Route.Access;
import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.RequestLimit;
import io.undertow.server.handlers.RequestLimitingHandler;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * What every request passes: its rate, its key, its origin, its body. What fails is answered with a
 * problem. The body is read without a thread, so slow callers hold none.
 */
final class Door {

    /** So many times the most bytes of a body are read and discarded, before it is refused. */
    static final long MOST_DISCARDED = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private static final int BODY_SECONDS = 10;

    private static final byte[] NO_BODY = {};
    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");

    private final Sites sites;
    private final Origins origins;
    private final GatewaySettings settings;
    private final Counts counts;
    private final RateLimit byKey;
    private final RateLimit byAddress;

    Door(Sites sites, GatewaySettings settings, Counts counts) {
        this.sites = sites;
        this.origins = new Origins(sites, settings.trustedProxy());
        this.settings = settings;
        this.counts = counts;
        this.byKey = new RateLimit(settings.keyRate(), System::nanoTime);
        this.byAddress = new RateLimit(settings.addressRate(), System::nanoTime);
    }

    /** So many requests at a time, and no queue behind them. */
    HttpHandler limited(HttpHandler next) {
        RequestLimit limit = new RequestLimit(settings.maxRequests(), 0);
        limit.setFailureHandler(
                exchange ->
                        refuse(
                                exchange,
                                Problem.unavailable("BUSY", "too many requests at a time")));
        return new RequestLimitingHandler(limit, next);
    }

    /** Answers a browser that asks whether it may ask. */
    void preflight(HttpServerExchange exchange) {
        send(exchange, origins.preflight(exchange), null);
    }

    void refuse(HttpServerExchange exchange, Problem problem) {
        send(exchange, problem.answer(), null);
    }

    /** Lets requests of a route in, or refuses them. */
    HttpHandler before(Route route) {
        Counts.Answers answers = counts.of(route);
        return exchange -> open(exchange, route, answers);
    }

    private void open(HttpServerExchange exchange, Route route, Counts.Answers answers) {
        long start = System.nanoTime();
        exchange.addExchangeCompleteListener(
                (done, next) -> {
                    answers.answered(done.getStatusCode(), System.nanoTime() - start);
                    next.proceed();
                });
        Caller caller = null;
        try {
            caller = admit(exchange, route);
            origins.check(exchange, caller);
            if (route.body().isEmpty()) {
                work(exchange, route, new Request(exchange, NO_BODY, caller), caller);
            } else {
                read(exchange, route, caller);
            }
        } catch (Problem e) {
            send(exchange, e.answer(), caller);
        }
    }

    private @Nullable Caller admit(HttpServerExchange exchange, Route route) {
        take(byAddress, origins.address(exchange));
        if (route.access() == Access.OPEN) {
            return null;
        }
        Optional<Caller> known = Request.key(exchange).flatMap(sites::of);
        Caller caller =
                known.orElseThrow(
                        () -> new Problem(401, "UNKNOWN_KEY", "no key, or one that is not known"));
        take(byKey, caller.site().name() + (caller.trusted() ? "/secret" : "/public"));
        if (route.access() == Access.SECRET && !caller.trusted()) {
            throw Problem.forbidden("SECRET_KEY_NEEDED", "only the secret key may do this");
        }
        return caller;
    }

    private static void take(RateLimit limit, String name) {
        int seconds = limit.take(name);
        if (seconds > 0) {
            throw new Problem(429, "TOO_MANY_REQUESTS", "more requests than allowed")
                    .retryAfter(seconds);
        }
    }

    /** What a route asks for, read without a thread. */
    private void read(HttpServerExchange exchange, Route route, @Nullable Caller caller) {
        if (exchange.isRequestComplete()) {
            work(exchange, route, new Request(exchange, NO_BODY, caller), caller);
            return;
        }
        if (!Request.isOf(exchange, route.body())) {
            throw new Problem(
                    415,
                    "UNSUPPORTED_MEDIA_TYPE",
                    "the body must be " + String.join(" or ", route.body()));
        }
        XnioExecutor.Key late =
                exchange.getIoThread()
                        .executeAfter(
                                () -> IoUtils.safeClose(exchange.getConnection()),
                                BODY_SECONDS,
                                TimeUnit.SECONDS);
        Receiver receiver = exchange.getRequestReceiver();
        Receiver.ErrorCallback broken =
                (each, error) -> {
                    late.remove();
                    if (error instanceof Receiver.RequestToLargeException) {
                        // The rest of the body is not read, so nothing more comes over it.
                        each.setPersistent(false);
                        send(each, tooLarge().answer(), caller);
                    } else {
                        IoUtils.safeClose(each.getConnection());
                    }
                };
        if (exchange.getRequestContentLength() > settings.maxBodyBytes()) {
            // Who is still sending when the connection is closed does not see the answer.
            receiver.receivePartialBytes(
                    (whole, part, last) -> {
                        if (last) {
                            late.remove();
                            send(whole, tooLarge().answer(), caller);
                        }
                    },
                    broken);
            return;
        }
        receiver.setMaxBufferSize(settings.maxBodyBytes());
        receiver.receiveFullBytes(
                (whole, body) -> {
                    late.remove();
                    work(whole, route, new Request(whole, body, caller), caller);
                },
                broken);
    }

    private Problem tooLarge() {
        return new Problem(
                413,
                "TOO_LARGE",
                "the body has more than %d bytes".formatted(settings.maxBodyBytes()));
    }

    /** The exchange stays open until the endpoint has answered. */
    private void work(
            HttpServerExchange exchange, Route route, Request request, @Nullable Caller caller) {
        if (!route.waits()) {
            // Another thread would cost more than the answer does.
            work(exchange, route.endpoint(), request, caller);
            return;
        }
        Runnable work = () -> work(exchange, route.endpoint(), request, caller);
        exchange.dispatch(exchange.getConnection().getWorker(), work);
    }

    private void work(
            HttpServerExchange exchange,
            Route.Endpoint endpoint,
            Request request,
            @Nullable Caller caller) {
        try {
            var unused =
                    endpoint.answer(request)
                            .whenComplete((answer, e) -> finish(exchange, caller, answer, e));
        } catch (RuntimeException e) {
            finish(exchange, caller, null, e);
        }
    }

    private void finish(
            HttpServerExchange exchange,
            @Nullable Caller caller,
            @Nullable Answer answer,
            @Nullable Throwable failure) {
        if (answer != null) {
            send(exchange, answer, caller);
            return;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof Problem problem) {
            send(exchange, problem.answer(), caller);
        } else {
            LOG.error("A request could not be handled", cause);
            send(
                    exchange,
                    new Problem(500, "INTERNAL", "the request could not be handled").answer(),
                    caller);
        }
    }

    private void send(HttpServerExchange exchange, Answer answer, @Nullable Caller caller) {
        HeaderMap headers = exchange.getResponseHeaders();
        origins.allow(exchange, caller);
        headers.put(CONTENT_TYPE_OPTIONS, "nosniff");
        answer.headers().forEach((name, value) -> headers.put(new HttpString(name), value));
        if (!headers.contains(Headers.CACHE_CONTROL)) {
            headers.put(Headers.CACHE_CONTROL, "no-store");
        }
        HttpHandler stream = answer.stream();
        if (stream != null) {
            exchange.dispatch(exchange.getConnection().getWorker(), stream);
            return;
        }
        exchange.setStatusCode(answer.status());
        if (!answer.contentType().isEmpty()) {
            headers.put(Headers.CONTENT_TYPE, answer.contentType());
        }
        if (answer.body().length == 0) {
            exchange.endExchange();
        } else {
            exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
        }
    }
}
