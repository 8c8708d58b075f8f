package io.nextclick.gateway;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RoutingHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server: routes, and what holds for all of them. */
final class Server implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private static final int IDLE_MILLIS = 60_000;
    private static final int PARSE_MILLIS = 10_000;
    private static final int MAX_HEADER_BYTES = 32_768;
    private static final int SHUTDOWN_MILLIS = 5_000;
    private static final int WORKERS = 16;

    private final Undertow undertow;
    private final GracefulShutdownHandler shutdown;
    private final List<Route> routes;

    private Server(Undertow undertow, GracefulShutdownHandler shutdown, List<Route> routes) {
        this.undertow = undertow;
        this.shutdown = shutdown;
        this.routes = routes;
    }

    static Server start(GatewaySettings settings, List<Route> routes, Door door) {
        RoutingHandler routing = new RoutingHandler(false);
        Map<String, TreeSet<String>> methods = new TreeMap<>();
        for (Route route : routes) {
            routing.add(route.method(), route.path(), door.before(route));
            methods.computeIfAbsent(route.path(), path -> new TreeSet<>()).add(route.method());
        }
        methods.keySet().forEach(path -> routing.add("OPTIONS", path, door::preflight));
        routing.setFallbackHandler(
                exchange ->
                        door.refuse(
                                exchange, new Problem(404, "NOT_FOUND", "there is no such path")));
        routing.setInvalidMethodHandler(
                exchange ->
                        door.refuse(
                                exchange,
                                new Problem(
                                        405, "METHOD_NOT_ALLOWED", "the path has other methods")));
        GracefulShutdownHandler shutdown = new GracefulShutdownHandler(door.limited(routing));
        Undertow undertow =
                Undertow.builder()
                        .addHttpListener(settings.port(), settings.address())
                        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
                        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
                        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                        .setServerOption(
                                UndertowOptions.MAX_ENTITY_SIZE,
                                Door.MOST_DISCARDED * settings.maxBodyBytes())
                        .setServerOption(UndertowOptions.ALWAYS_SET_DATE, true)
                        .setWorkerThreads(WORKERS)
                        .setHandler(guarded(shutdown, door))
                        .build();
        undertow.start();
        return new Server(undertow, shutdown, new ArrayList<>(routes));
    }

    /** What no route expects is an answer, too, and is logged without the request. */
    private static HttpHandler guarded(HttpHandler next, Door door) {
        return exchange -> {
            try {
                next.handleRequest(exchange);
            } catch (Problem e) {
                door.refuse(exchange, e);
            } catch (Exception e) {
                LOG.error("A request could not be handled", e);
                failed(exchange, door);
            }
        };
    }

    private static void failed(HttpServerExchange exchange, Door door) {
        if (!exchange.isResponseStarted()) {
            door.refuse(exchange, new Problem(500, "INTERNAL", "the request could not be handled"));
        }
    }

    /** The port that is listened on. */
    int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    /** All routes, in the order of their declaration. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Lets requests end that have begun, for some time. */
    @Override
    public void close() {
        shutdown.shutdown();
        try {
            shutdown.awaitShutdown(SHUTDOWN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        undertow.stop();
    }
}
