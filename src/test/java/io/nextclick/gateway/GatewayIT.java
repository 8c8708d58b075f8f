package io.nextclick.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.contract.EventEncoder;
import io.nextclick.event.CatalogItem;
import io.nextclick.event.SiteKey;
import io.nextclick.testkit.GatewayAndJob;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.GatewayClient.Reply;
import io.nextclick.testkit.Patience;
import io.nextclick.testkit.Schemas;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The gateway beside the whole job, on a real broker. */
class GatewayIT extends GatewayAndJob {

    private final AtomicInteger sent = new AtomicInteger();

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
        String home =
                """
                {"event_id": "at home", "event_type": "VIEW", "occurred_at": %d, "device_id": "phone",
                 "item_id": "bowl", "context": {"page_type": "home"}}
                """
                        .formatted(System.currentTimeMillis());
        assertThat(http.post("/v1/events", GatewayClient.SECRET, home).status()).isEqualTo(202);

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
                                http.get(
                                                "/v1/recommendations?user=ann/1&surface=other",
                                                GatewayClient.SECRET)
                                        .body()
                                        .path("trigger_event_id")
                                        .asText()
                                        .equals("phonecup"));
        Patience.await("the list of the home page")
                .until(
                        () ->
                                http.get(
                                                "/v1/recommendations?user=ann/1&surface=home",
                                                GatewayClient.SECRET)
                                        .body()
                                        .path("trigger_event_id")
                                        .asText()
                                        .equals("at home"));
        assertThat(
                        http.get(byDevice, GatewayClient.NORTH_SECRET)
                                .body()
                                .path("fallback")
                                .asBoolean())
                .as("another site's device of the same id")
                .isTrue();
    }

    @Test
    void a_page_says_who_its_user_is_and_which_list_was_clicked_with_a_proof_only()
            throws Exception {
        String click =
                """
                {"event_id": "%s", "event_type": "CLICK", "occurred_at": %d, "device_id": "tablet",
                 "user_id": "bob", "item_id": "tea", "context": {"recommendation_id": "made-up"}}
                """;
        long now = System.currentTimeMillis();
        Reply claimed =
                http.post("/v1/events", GatewayClient.PUBLIC, click.formatted("claimed", now));
        assertThat(Schemas.checked("POST /v1/events", claimed).body().path("corrected").toString())
                .contains("user_id");
        Reply vouched = http.post("/v1/users/bob/token", GatewayClient.SECRET, "");
        String token =
                Schemas.checked("POST /v1/users/{id}/token", vouched)
                        .body()
                        .path("user_token")
                        .asText();
        assertThat(http.post("/v1/users/bob/token", GatewayClient.PUBLIC, "").status())
                .isEqualTo(403);
        Reply proven =
                http.post(
                        "/v1/events?user_token=" + token,
                        GatewayClient.PUBLIC,
                        click.formatted("proven", now));
        assertThat(proven.body().has("corrected")).isFalse();
        http.post("/v1/events", GatewayClient.SECRET, click.formatted("trusted", now));

        Map<String, GenericRecord> sent = new HashMap<>();
        client.readUntil(
                        "events",
                        "BehaviorEvent",
                        events ->
                                events.stream()
                                        .anyMatch(each -> text(each, "event_id").equals("trusted")))
                .forEach(each -> sent.put(text(each, "event_id"), each));
        assertThat(sent.get("claimed").get("user_id")).isNull();
        assertThat(said(sent.get("claimed"))).isNull();
        assertThat(text(sent.get("proven"), "user_id")).isEqualTo("bob");
        assertThat(said(sent.get("proven"))).isNull();
        assertThat(said(sent.get("trusted"))).hasToString("made-up");
    }

    private static String text(GenericRecord record, String field) {
        return String.valueOf(record.get(field));
    }

    private static @Nullable String said(GenericRecord event) {
        GenericRecord context = (GenericRecord) event.get("context");
        return context == null ? null : text(context, "recommendation_id");
    }

    @Test
    void a_rule_comes_into_force_and_a_stream_says_what_it_led_to() throws Exception {
        Reply sent =
                http.send(
                        "PUT",
                        "/v1/rules/seen",
                        GatewayClient.SECRET,
                        """
                        {"rule_id": "seen", "version": 1, "kind": "SEGMENT", "membership": "1 d",
                         "pattern": {"within": "1 h",
                                     "stages": [{"name": "a", "when": "event.category == 'c'"}]}}
                        """);
        assertThat(Schemas.checked("PUT /v1/rules/{id}", sent).status()).isEqualTo(200);
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        InputStream stream = http.stream("/v1/inspect?device=watched&key=" + GatewayClient.SECRET);
        Thread reader = new Thread(() -> GatewayClient.names(stream, lines));
        reader.setDaemon(true);
        reader.start();

        String view =
                """
                {"event_id": "%s", "event_type": "VIEW", "occurred_at": %d, "device_id": "watched",
                 "item_id": "tea", "context": {"category": "c"}}
                """;
        Set<String> heard = new HashSet<>();
        Patience.await("what follows from the view")
                .until(
                        () -> {
                            http.post(
                                    "/v1/events",
                                    GatewayClient.SECRET,
                                    view.formatted(id(), System.currentTimeMillis()));
                            lines.drainTo(heard);
                            return heard.containsAll(
                                    Set.of(
                                            "event:event",
                                            "event:list",
                                            "event:segment",
                                            "event:session"));
                        });
        Reply segments = http.get("/v1/devices/watched/segments", GatewayClient.SECRET);
        assertThat(
                        Schemas.checked("GET /v1/devices/{id}/segments", segments)
                                .body()
                                .findValuesAsText("segment"))
                .containsExactly("seen");
        Reply popular = http.get("/v1/popular?category=c", GatewayClient.PUBLIC);
        assertThat(Schemas.checked("GET /v1/popular", popular).status()).isEqualTo(200);
        Reply stats = http.get("/v1/stats?seconds=600", GatewayClient.SECRET);
        assertThat(Schemas.checked("GET /v1/stats", stats).body().findValuesAsText("lists"))
                .isNotEmpty();
        stream.close();
    }

    @Test
    void a_device_that_withdraws_is_to_be_forgotten_by_the_job() throws Exception {
        JsonNode given = http.post("/v1/device", GatewayClient.PUBLIC, "{}").body();
        String device = given.path("device_id").asText();
        String path =
                "/v1/device?device=%s&ticket=%s".formatted(device, given.path("ticket").asText());
        long before = System.currentTimeMillis();

        Reply gone = http.send("DELETE", path, GatewayClient.PUBLIC, "");

        assertThat(gone.status()).isEqualTo(204);
        assertThat(client.read("identity-events", 1).get(0).key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(SiteKey.of("default", device));
        GenericRecord forget = client.read("identity-events", "IdentityEvent", 1).get(0);
        assertThat(forget.get("action")).hasToString("FORGET_DEVICE");
        assertThat(forget.get("device_id")).hasToString(device);
        assertThat(forget.get("site")).hasToString("default");
        assertThat(forget.get("user_id")).isNull();
        assertThat((Long) forget.get("occurred_at")).isBetween(before, System.currentTimeMillis());
    }

    private static byte[] encoded(String item, String title) {
        return new EventEncoder()
                .encode(new CatalogItem("default", item, title, "kitchen", null, 9.5, true, false));
    }
}
