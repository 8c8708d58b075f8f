package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.GatewayClient.Reply;
import io.nextclick.testkit.Patience;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a gateway does not take, and why it says so. Its broker is away all the time. */
class GatewayRefusalsTest {

    private static final String NOW = "\"occurred_at\": %d".formatted(System.currentTimeMillis());

    @TempDir private static Path folder;

    private static Gateway gateway;
    private static GatewayClient http;

    @BeforeAll
    static void start() throws Exception {
        gateway = Gateway.start(options(folder, Map.of()));
        http = new GatewayClient(gateway.port());
    }

    /** Options of a gateway whose broker is away. */
    static Map<String, String> options(Path folder, Map<String, String> more) throws Exception {
        Map<String, String> options = new HashMap<>();
        // Nobody listens at the port of the discard protocol.
        options.put("kafka.bootstrap-servers", "127.0.0.1:9");
        options.put("gateway.port", "0");
        options.put("gateway.address-rate", "100000");
        options.put("gateway.delivery-timeout", "100 ms");
        options.put("gateway.sites", GatewayClient.sites(folder).toString());
        options.putAll(more);
        return options;
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<String[]> bodies() {
        return Stream.of(
                new String[] {"", "400", "INVALID_REQUEST"},
                new String[] {"{\"event_id\": ", "400", "MALFORMED"},
                new String[] {"[] 1", "400", "INVALID_REQUEST"},
                new String[] {"[]", "400", "INVALID_REQUEST"},
                new String[] {"7", "400", "INVALID_REQUEST"},
                new String[] {"[7]", "400", "INVALID_REQUEST"},
                new String[] {"{} {}", "400", "INVALID_REQUEST"},
                new String[] {"\u0000\u0001", "400", "MALFORMED"},
                new String[] {"[".repeat(5_000), "400", "INVALID_REQUEST"},
                new String[] {"{\"a\":".repeat(5_000), "400", "MALFORMED"},
                new String[] {"[" + "{},".repeat(100) + "{}]", "400", "INVALID_REQUEST"},
                new String[] {" ".repeat(65_537), "413", "TOO_LARGE"},
                new String[] {" ".repeat(1_000_000), "413", "TOO_LARGE"});
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void a_body_that_holds_no_events_is_refused(String body, String status, String reason)
            throws Exception {
        Reply reply = http.post("/v1/events", GatewayClient.PUBLIC, body);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(Integer.parseInt(status));
        assertThat(reply.reason()).isEqualTo(reason);
        assertThat(reply.http().headers().firstValue("Content-Type"))
                .contains(Problem.CONTENT_TYPE);
    }

    static Stream<String[]> events() {
        return Stream.of(
                new String[] {"\"event_id\": \"e\"", "UNDECODABLE"},
                new String[] {"\"event_id\": \"e\", \"occurred_at\": \"soon\"", "UNDECODABLE"},
                new String[] {"\"event_id\": 7, " + NOW, "UNDECODABLE"},
                new String[] {"\"event_id\": \"\", " + NOW, "MISSING_ID"},
                new String[] {"\"event_id\": \"e\", " + NOW, "MISSING_ID"},
                new String[] {
                    "\"event_id\": \"e\", \"event_type\": \"VIEW\", \"device_id\": \"d\", " + NOW,
                    "MISSING_ITEM"
                },
                new String[] {
                    "\"event_id\": \"e\", \"site\": \"north\", \"device_id\": \"d\", " + NOW,
                    "INVALID_SITE"
                },
                new String[] {
                    "\"event_id\": \"e\", \"device_id\": \"d\", \"occurred_at\": 32503680000000",
                    "TIMESTAMP_IN_FUTURE"
                },
                new String[] {
                    "\"event_id\": \"e\", \"device_id\": \"d\", \"context\": {\"price\": -1}, "
                            + NOW,
                    "INVALID_PRICE"
                });
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_is_refused_for_the_reason_that_the_job_would_have(String fields, String reason)
            throws Exception {
        Reply reply = http.post("/v1/events", GatewayClient.PUBLIC, "[{%s}]".formatted(fields));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        assertThat(reply.body().path("accepted").asInt()).isZero();
        assertThat(reply.body().path("rejected").path(0).path("index").asInt(-1)).isZero();
        assertThat(reply.body().path("rejected").path(0).path("reason").asText()).isEqualTo(reason);
    }

    @Test
    void events_that_the_broker_did_not_take_are_named() throws Exception {
        String body = "[{}, %s]".formatted(GatewayClient.event("e", "VIEW", "phone", "tea"));
        Reply reply = http.post("/v1/events", GatewayClient.PUBLIC, body);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
        assertThat(reply.reason()).isEqualTo("NOT_DELIVERED");
        assertThat(reply.body().path("not_accepted").toString()).isEqualTo("[1]");
        assertThat(reply.body().path("rejected").path(0).path("index").asInt(-1)).isZero();
        assertThat(reply.http().headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/recommendations?device=phone, '', 401, UNKNOWN_KEY",
        "GET, /v1/recommendations?device=phone, pk_default_0123456780, 401, UNKNOWN_KEY",
        "GET, /v1/recommendations?device=phone&ticket=AAAA, pk_default_0123456789, 403,"
                + " TICKET_NEEDED",
        "GET, /v1/recommendations?user=ann, pk_default_0123456789, 403, TICKET_NEEDED",
        "GET, /v1/persons/ann/segments, pk_default_0123456789, 403, SECRET_KEY_NEEDED",
        "DELETE, /v1/rules/r, pk_default_0123456789, 403, SECRET_KEY_NEEDED",
        "GET, /v1/recommendations, sk_default_0123456789, 400, INVALID_REQUEST",
        "GET, /v1/recommendations?user=a&device=b, sk_default_0123456789, 400, INVALID_REQUEST",
        "GET, /v1/recommendations?user=a, sk_default_0123456789, 503, NOT_READY",
        "GET, /v1/popular?n=101, pk_default_0123456789, 400, INVALID_REQUEST",
        "GET, /v1/popular, pk_default_0123456789, 503, NOT_READY",
        "GET, /v1/nothing, sk_default_0123456789, 404, NOT_FOUND",
        "GET, /page/..%2Fapplication.properties, '', 404, NOT_FOUND",
        "PUT, /v1/events, sk_default_0123456789, 405, METHOD_NOT_ALLOWED",
        "GET, /v1/live/phone, pk_default_0123456789, 403, TICKET_NEEDED",
        "DELETE, /v1/items/tea, sk_default_0123456789, 503, NOT_DELIVERED",
        "DELETE, /v1/device?device=phone, sk_default_0123456789, 503, NOT_DELIVERED",
        "DELETE, /v1/device?device=null, sk_default_0123456789, 400, INVALID_IDENTITY",
        "DELETE, /v1/device, pk_default_0123456789, 400, INVALID_REQUEST",
        "DELETE, /v1/device?device=phone, pk_default_0123456789, 403, TICKET_NEEDED",
    })
    void a_request_is_refused_with_a_problem(
            String method, String path, String key, int status, String reason) throws Exception {
        Reply reply =
                http.send(
                        http.request(path, key.isEmpty() ? null : key)
                                .method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.reason()).isEqualTo(reason);
        assertThat(reply.body().path("status").asInt()).isEqualTo(status);
    }

    @Test
    void a_body_of_another_type_is_refused() throws Exception {
        Reply reply =
                http.send(
                        http.request("/v1/events", GatewayClient.PUBLIC)
                                .header("Content-Type", "application/xml")
                                .POST(HttpRequest.BodyPublishers.ofString("<a/>")));
        assertThat(reply.status()).isEqualTo(415);
    }

    @Test
    void a_rule_is_refused_with_all_its_faults() throws Exception {
        Reply reply =
                http.send(
                        "PUT",
                        "/v1/rules/r",
                        GatewayClient.SECRET,
                        """
                        {"rule_id": "r", "version": 0, "kind": "SEGMENT", "membership": "soon",
                         "pattern": {"within": "1 h", "stages": [{"name": "a", "when": "event."}]}}
                        """);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(400);
        assertThat(reply.reason()).isEqualTo("INVALID_RULE");
        assertThat(reply.body().path("faults")).isNotEmpty();
    }

    @Test
    void a_page_of_another_site_may_not_call_and_one_of_the_site_may() throws Exception {
        var request = http.request("/v1/popular", GatewayClient.PUBLIC);
        Reply other = http.send(request.copy().header("Origin", "https://evil.example"));
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.http().headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        Reply own = http.send(request.copy().header("Origin", GatewayClient.ORIGIN));
        assertThat(own.status()).as("allowed, and not ready").isEqualTo(503);
        assertThat(own.http().headers().firstValue("Access-Control-Allow-Origin"))
                .contains(GatewayClient.ORIGIN);
    }

    @Test
    void a_browser_may_ask_whether_it_may_ask() throws Exception {
        var options =
                http.request("/v1/events", null)
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
        assertThat(http.send(options.copy().header("Origin", GatewayClient.ORIGIN)).status())
                .isEqualTo(204);
        assertThat(http.send(options.copy().header("Origin", "https://evil.example")).status())
                .isEqualTo(403);
    }

    @Test
    void more_requests_than_allowed_are_refused_with_a_time() throws Exception {
        try (Gateway slow =
                Gateway.start(options(folder, Map.of("gateway.address-rate", "0.001")))) {
            GatewayClient client = new GatewayClient(slow.port());
            assertThat(client.post("/v1/device", GatewayClient.PUBLIC, "{}").status())
                    .isEqualTo(200);
            Reply second = client.post("/v1/device", GatewayClient.PUBLIC, "{}");
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.http().headers().firstValue("Retry-After")).contains("1000");
        }
    }

    @Test
    void a_device_goes_on_by_its_cookie_or_by_its_ticket() throws Exception {
        Reply first = http.post("/v1/device", GatewayClient.PUBLIC, "{}");
        String device = first.body().path("device_id").asText();
        String cookie = first.http().headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/");
        Reply byCookie =
                http.send(
                        http.request("/v1/device", GatewayClient.PUBLIC)
                                .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(byCookie.body().path("device_id").asText()).isEqualTo(device);
        String shown =
                "{\"device_id\": \"%s\", \"ticket\": \"%s\"}"
                        .formatted(device, first.body().path("ticket").asText());
        assertThat(
                        http.post("/v1/device", GatewayClient.PUBLIC, shown)
                                .body()
                                .path("device_id")
                                .asText())
                .isEqualTo(device);
        assertThat(
                        http.post(
                                        "/v1/device",
                                        GatewayClient.PUBLIC,
                                        shown.replace(device, "other"))
                                .body()
                                .path("device_id")
                                .asText())
                .as("another's device")
                .isNotIn(device, "other");
    }

    @Test
    void it_is_alive_and_not_ready_and_counts() throws Exception {
        assertThat(http.get("/healthz", null).status()).isEqualTo(200);
        assertThat(http.get("/readyz", null).status()).isEqualTo(503);
        Patience.await("a counted request")
                .until(
                        () ->
                                metrics()
                                        .contains(
                                                "nextclick_gateway_requests_total{method=\"GET\","
                                                        + "path=\"/readyz\",status=\"503\"}"));
    }

    private static String metrics() throws Exception {
        return new String(http.get("/metrics", null).http().body(), StandardCharsets.UTF_8);
    }

    @Test
    void a_stream_is_cut_off_whose_reader_does_not_read() throws Exception {
        try (Socket reader = new Socket()) {
            reader.setReceiveBufferSize(1_024);
            reader.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
            reader.getOutputStream()
                    .write(
                            "GET /v1/inspect?device=deaf&key=%s HTTP/1.1\r\nHost: a\r\n\r\n"
                                    .formatted(GatewayClient.SECRET)
                                    .getBytes(StandardCharsets.UTF_8));
            Patience.await("an open stream")
                    .until(() -> metrics().contains("nextclick_gateway_streams 1\n"));
            String refused =
                    """
                    {"event_id": "", "device_id": "deaf", "occurred_at": 1, "x": "%s"}
                    """
                            .formatted("x".repeat(60_000));
            Patience.await("a stream that is cut off")
                    .until(
                            () -> {
                                for (int i = 0; i < 20; i++) {
                                    http.post("/v1/events", GatewayClient.SECRET, refused);
                                }
                                return metrics().contains("nextclick_gateway_streams_cut_total");
                            });
            Patience.await("no open stream")
                    .until(() -> metrics().contains("nextclick_gateway_streams 0\n"));
        }
    }
}
