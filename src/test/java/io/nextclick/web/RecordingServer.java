package io.nextclick.web;

import static io.nextclick.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A site with the tag, and the endpoints that the tag calls. It records what a browser really sends
 * and answers what a test gives it. Each has an origin of its own, so tests share no storage.
 */
final class RecordingServer implements AutoCloseable {

    /** The device that the server gives. */
    static final String DEVICE = "11111111-2222-4333-8444-555555555555";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
    private volatile int status = 202;
    private volatile String list = "{\"items\":[]}";

    RecordingServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** A page with the tag. */
    RecordingServer page(String path, String tag, String body) {
        return bare(
                path,
                "%s<script src=/nextclick.js data-key=pk_test %s></script>".formatted(body, tag));
    }

    /** A page without. */
    RecordingServer bare(String path, String body) {
        pages.put(path, "<!doctype html><meta charset=utf-8><title>shop</title><body>" + body);
        return this;
    }

    /** The list that is given for every device and surface. */
    RecordingServer list(String json) {
        list = json;
        return this;
    }

    /** The status that events are answered with from now on; they are taken with 202 only. */
    void answerEventsWith(int next) {
        status = next;
    }

    /** Sends an event to all who follow the live stream. */
    void send(String name, String json) throws IOException {
        await("a reader of the stream").until(() -> !streams.isEmpty());
        for (OutputStream stream : streams) {
            stream.write("event: %s\ndata: %s\n\n".formatted(name, json).getBytes(UTF_8));
            stream.flush();
        }
    }

    /** Calls of endpoints, as METHOD and path. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    List<JsonNode> events(String type) {
        return events.stream().filter(each -> is(each, type)).toList();
    }

    /** Waits until this many events of a type have arrived. */
    List<JsonNode> awaitEvents(int count, String type) {
        await(count + " of " + type).until(() -> events(type).size() >= count);
        return events(type);
    }

    JsonNode awaitEvent(Predicate<JsonNode> which) {
        await("an event").until(() -> events.stream().anyMatch(which));
        return events.stream().filter(which).findFirst().orElseThrow();
    }

    static boolean is(JsonNode event, String type) {
        return event.path("event_type").asText().equals(type);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (path.startsWith("/v1/")) {
            calls.add(exchange.getRequestMethod() + " " + path);
        }
        if (path.startsWith("/v1/live/")) {
            stream(exchange);
        } else if (path.equals("/v1/events")) {
            answer(exchange, status, "application/json", take(body));
        } else if (path.equals("/v1/device")) {
            answer(exchange, 200, "application/json", device());
        } else if (path.equals("/v1/recommendations")) {
            answer(exchange, 200, "application/json", list);
        } else if (pages.containsKey(path)) {
            answer(exchange, 200, "text/html", pages.getOrDefault(path, ""));
        } else {
            file(exchange, path);
        }
    }

    private String take(String body) throws IOException {
        List<JsonNode> sent = new ArrayList<>();
        JSON.readTree(body).forEach(sent::add);
        if (status == 202) {
            events.addAll(sent);
        }
        return "{\"accepted\":%d,\"rejected\":[]}".formatted(sent.size());
    }

    private static String device() {
        return "{\"device_id\":\"%s\",\"ticket\":\"ticket\",\"expires_at\":\"%s\"}"
                .formatted(DEVICE, Instant.now().plus(Duration.ofHours(1)));
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        streams.add(exchange.getResponseBody());
    }

    private static void file(HttpExchange exchange, String path) throws IOException {
        @Nullable InputStream file = RecordingServer.class.getResourceAsStream("/web" + path);
        if (file == null) {
            answer(exchange, 404, "text/plain", "");
            return;
        }
        try (file) {
            answer(exchange, 200, "text/javascript", new String(file.readAllBytes(), UTF_8));
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + ";charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
