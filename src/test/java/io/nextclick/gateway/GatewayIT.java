package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.contract.EventEncoder;
import io.nextclick.event.CatalogItem;
import io.nextclick.gateway.GatewayClient.Reply;
import io.nextclick.testkit.JobOnKafka;
import io.nextclick.testkit.Patience;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gateway beside the whole job, on a real broker. */
class GatewayIT extends JobOnKafka {

    private static Gateway gateway;
    private static GatewayClient http;

    private final AtomicInteger sent = new AtomicInteger();

    @BeforeAll
    static void startBoth() throws Exception {
        start(Map.of("recommend.deadline", Patience.OPTION));
        gateway =
                Gateway.start(
                        Map.of(
                                "kafka.bootstrap-servers",
                                client.bootstrapServers(),
                                "gateway.port",
                                "0",
                                "gateway.address-rate",
                                "100000",
                                "gateway.delivery-timeout",
                                "5 min",
                                "gateway.sites",
                                GatewayClient.sites(folder).toString()));
        http = new GatewayClient(gateway.port());
        http.awaitReady();
    }

    @AfterAll
    static void stopGateway() {
        gateway.close();
    }

    private String id() {
        return getClass().getSimpleName() + '-' + sent.incrementAndGet();
    }

    private static void teach(String device, String... items) throws Exception {
        StringBuilder events = new StringBuilder("[");
        for (String item : items) {
            events.append(events.length() == 1 ? "" : ",")
                    .append(GatewayClient.event(device + item, "VIEW", device, item));
        }
        Reply reply = http.post("/v1/events", GatewayClient.PUBLIC, events.append(']').toString());
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        assertThat(reply.body().path("accepted").asInt()).isEqualTo(items.length);
    }

    @Test
    void an_event_is_answered_with_the_list_that_it_made() throws Exception {
        client.send("items", "pot", encoded("pot", "A pot"));
        teach("teacher-1", "tea", "pot");
        teach("teacher-2", "tea", "pot");
        Reply given = http.post("/v1/device", GatewayClient.PUBLIC, "{}");
        JsonNode device = Schemas.checked("POST /v1/device", given).body();
        String body =
                """
                {"ticket": "%s", "n": 5, "event": %s}
                """;
        AtomicReference<Reply> last = new AtomicReference<>();
        Patience.await("a fresh list with the item that goes with it")
                .until(
                        () -> {
                            String id = id();
                            String event =
                                    GatewayClient.event(
                                            id, "VIEW", device.path("device_id").asText(), "tea");
                            Reply reply =
                                    http.post(
                                            "/v1/recommendations",
                                            GatewayClient.PUBLIC,
                                            body.formatted(device.path("ticket").asText(), event));
                            last.set(Schemas.checked("POST /v1/recommendations", reply));
                            return reply.body().path("fresh").asBoolean()
                                    && reply.body().path("trigger_event_id").asText().equals(id)
                                    && reply.body().findValuesAsText("title").contains("A pot");
                        });

        JsonNode list = last.get().body();
        assertThat(list.path("fallback").asBoolean()).isFalse();
        assertThat(list.path("token").asText()).isNotEmpty();
        assertThat(list.path("items").findValuesAsText("item_id")).contains("pot");
        assertThat(list.path("items").findValuesAsText("source")).isNotEmpty();
    }

    @Test
    void the_newest_list_is_found_by_the_device_and_by_its_user() throws Exception {
        teach("teacher-3", "cup", "bowl");
        String login =
                """
                {"event_id": "in", "event_type": "LOGIN", "occurred_at": %d, "device_id": "phone",
                 "user_id": "ann/1"}
                """
                        .formatted(System.currentTimeMillis());
        assertThat(http.post("/v1/events", GatewayClient.SECRET, login).status()).isEqualTo(202);
        teach("phone", "cup");

        String byDevice = "/v1/recommendations?device=phone";
        Patience.await("the list of the device's user")
                .until(
                        () ->
                                http.get(byDevice, GatewayClient.SECRET)
                                        .body()
                                        .path("person_id")
                                        .asText()
                                        .equals("ann/1"));
        Patience.await("the list of that view")
                .until(
                        () ->
                                http.get("/v1/recommendations?user=ann/1", GatewayClient.SECRET)
                                        .body()
                                        .path("trigger_event_id")
                                        .asText()
                                        .equals("phonecup"));
        assertThat(
                        http.get(byDevice, GatewayClient.NORTH_SECRET)
                                .body()
                                .path("fallback")
                                .asBoolean())
                .as("another site's device of the same id")
                .isTrue();
    }

    private static byte[] encoded(String item, String title) {
        return new EventEncoder()
                .encode(new CatalogItem("default", item, title, "kitchen", null, 9.5, true, false));
    }
}
