package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.testkit.ExpositionFormat;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.GatewayClient.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /metrics} of a gateway whose broker is away. */
class MetricsOverHttpTest {

    private static final String OF_SITES = "nextclick_feedback_records_left_out_total 0\n";

    @TempDir private static Path folder;

    private static Gateway gateway;
    private static GatewayClient http;

    @BeforeAll
    static void start() throws Exception {
        gateway = Gateway.start(GatewayRefusalsTest.options(folder, Map.of()));
        http = new GatewayClient(gateway.port());
        http.get("/v1/popular", null);
        http.post("/v1/events", GatewayClient.PUBLIC, "[{}]");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String text(@Nullable String key) throws Exception {
        Reply reply = http.get("/metrics", key);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.http().headers().firstValue("Content-Type"))
                .contains(Exposition.CONTENT_TYPE);
        return new String(reply.http().body(), StandardCharsets.UTF_8);
    }

    @Test
    void without_a_key_it_has_what_is_of_the_gateway_itself() throws Exception {
        assertThat(ExpositionFormat.samples(text(null)).keySet())
                .allMatch(series -> series.startsWith(Counts.PREFIX))
                .contains(
                        "nextclick_gateway_events_total",
                        "nextclick_gateway_streams",
                        "nextclick_gateway_requests_total"
                                + "{method=\"GET\",path=\"/v1/popular\",status=\"401\"}");
    }

    @Test
    void with_the_key_of_metrics_it_has_figures_of_the_sites_too() throws Exception {
        assertThat(text(GatewayClient.METRICS)).contains(OF_SITES);
        ExpositionFormat.samples(text(GatewayClient.METRICS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mk_0123456789abcdee", GatewayClient.PUBLIC, GatewayClient.SECRET})
    void another_key_is_refused(String key) throws Exception {
        Reply reply = http.get("/metrics", key);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.reason()).isEqualTo("UNKNOWN_KEY");
    }

    @Test
    void the_key_of_metrics_opens_nothing_else() throws Exception {
        for (String path : List.of("/v1/popular", "/v1/stats", "/v1/experiments", "/v1/alarms")) {
            assertThat(http.get(path, GatewayClient.METRICS).status()).as(path).isEqualTo(401);
        }
    }

    @Test
    void in_a_demo_everybody_gets_all_of_it() throws Exception {
        Map<String, String> demo = Map.of("gateway.demo", "true");
        try (Gateway ofDemo = Gateway.start(GatewayRefusalsTest.options(folder, demo))) {
            Reply reply = new GatewayClient(ofDemo.port()).get("/metrics", null);
            assertThat(new String(reply.http().body(), StandardCharsets.UTF_8)).contains(OF_SITES);
        }
    }

    @Test
    void promtool_finds_nothing_to_say() throws Exception {
        ExpositionFormat.checkByPromtool(folder, text(GatewayClient.METRICS));
    }
}
