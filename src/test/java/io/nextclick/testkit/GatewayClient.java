package io.nextclick.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Calls a gateway as browsers and servers do. */
public final class GatewayClient {

    public static final String PUBLIC = "pk_default_0123456789";
    public static final String SECRET = "sk_default_0123456789";
    public static final String NORTH_SECRET = "sk_north_0123456789";
    public static final String METRICS = "mk_0123456789abcdef";
    public static final String ORIGIN = "https://shop.example";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    public GatewayClient(int port) {
        this.port = port;
    }

    /** A file of two sites. */
    public static Path sites(Path folder) throws Exception {
        return Files.writeString(
                folder.resolve("sites.yaml"),
                """
                metrics_key: mk_0123456789abcdef
                sites:
                  - site: default
                    public_key: pk_default_0123456789
                    secret_key: sk_default_0123456789
                    origins: [https://shop.example]
                    hmac:
                      current: 0123456789012345678901234567890123456789
                      previous: 9876543210987654321098765432109876543210
                  - site: north
                    public_key: pk_north_0123456789
                    secret_key: sk_north_0123456789
                    hmac: {current: north678901234567890123456789012345678901}
                """);
    }

    /** An answer. */
    public record Reply(HttpResponse<byte[]> http, JsonNode body) {
        public int status() {
            return http.statusCode();
        }

        public String reason() {
            return body.path("reason").asText();
        }

        @Override
        public String toString() {
            return status() + " " + body;
        }
    }

    public HttpRequest.Builder request(String path, @Nullable String key) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Patience.LONGEST);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        return request;
    }

    public Reply get(String path, @Nullable String key) throws Exception {
        return send(request(path, key).GET());
    }

    public Reply send(String method, String path, @Nullable String key, String body)
            throws Exception {
        return send(
                request(path, key)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    public Reply post(String path, @Nullable String key, String body) throws Exception {
        return send("POST", path, key, body);
    }

    public Reply send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return new Reply(
                answer,
                type.contains("json")
                        ? JSON.readTree(answer.body())
                        : JSON.getNodeFactory().missingNode());
    }

    /** The open body of a stream of events. */
    public InputStream stream(String path) throws Exception {
        return http.send(
                        request(path, null).GET().build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    /** Gathers the names of events until the stream is closed. */
    public static void names(InputStream stream, BlockingQueue<String> names) {
        try (BufferedReader from =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                if (line.startsWith("event:")) {
                    names.add(line);
                }
            }
        } catch (IOException e) {
            // The test closed it.
            return;
        }
    }

    public static String event(String id, String type, String device, @Nullable String item) {
        return """
               {"event_id": "%s", "event_type": "%s", "occurred_at": %d, "device_id": "%s"%s}
               """
                .formatted(
                        id,
                        type,
                        System.currentTimeMillis(),
                        device,
                        item == null ? "" : ", \"item_id\": \"" + item + '"');
    }

    public void awaitReady() {
        Patience.await("a gateway that is ready").until(() -> get("/readyz", null).status() == 200);
    }
}
