package io.nextclick.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.nextclick.testkit.ExpositionFormat;
import io.nextclick.testkit.GatewayAndJob;
import io.nextclick.testkit.GatewayClient;
import io.nextclick.testkit.Patience;
import io.nextclick.testkit.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/** A list that is asked for, shown, clicked and bought from, with the whole job and the gateway. */
class FeedbackIT extends GatewayAndJob {

    private final AtomicInteger sent = new AtomicInteger();

    private String event(String type, String device, String item, String context) {
        return """
               {"event_id": "e%d", "event_type": "%s", "occurred_at": %d, "device_id": "%s"%s, "context": {%s}}
               """
                .formatted(
                        sent.incrementAndGet(),
                        type,
                        System.currentTimeMillis(),
                        device,
                        item.isEmpty() ? "" : ", \"item_id\": \"" + item + '"',
                        context);
    }

    private static void post(String event) throws Exception {
        var reply = http.post("/v1/events", GatewayClient.PUBLIC, event);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        assertThat(reply.body().path("accepted").asInt()).as(reply.toString()).isEqualTo(1);
    }

    /** A list with two items at least. */
    private JsonNode list() throws Exception {
        for (String teacher : List.of("t1", "t2")) {
            for (String item : List.of("tea", "pot", "cup")) {
                post(event("VIEW", teacher, item, ""));
            }
        }
        JsonNode device = http.post("/v1/device", GatewayClient.PUBLIC, "{}").body();
        AtomicReference<JsonNode> last = new AtomicReference<>();
        Patience.await("a list of this visitor")
                .until(
                        () -> {
                            String view =
                                    event(
                                            "VIEW",
                                            device.path("device_id").asText(),
                                            "tea",
                                            "\"page_type\": \"item\"");
                            String asks =
                                    """
                                    {"ticket": "%s", "surface": "item", "n": 5, "event": %s}
                                    """
                                            .formatted(device.path("ticket").asText(), view);
                            JsonNode list =
                                    http.post("/v1/recommendations", GatewayClient.PUBLIC, asks)
                                            .body();
                            last.set(list);
                            return list.path("fresh").asBoolean()
                                    && !list.path("fallback").asBoolean()
                                    && list.has("arm")
                                    && list.path("segments").size() == 2
                                    && list.path("items").size() > 1;
                        });
        return last.get();
    }

    @Test
    void a_list_that_was_shown_and_clicked_is_known_with_its_position_and_counted()
            throws Exception {
        startExperiment();
        startSegment("looked");
        startSegment("seen");
        breakATag();
        JsonNode list = list();
        String arm = list.path("arm").asText().replace("layout:", "");
        assertThat(arm).isIn("plain", "varied");
        String device = list.path("person_id").asText();
        String token = "\"token\": \"" + list.path("token").asText() + '"';
        JsonNode items = list.path("items");
        StringBuilder shown = new StringBuilder();
        for (JsonNode item : items) {
            shown.append(shown.isEmpty() ? "" : ", ")
                    .append("{\"item_id\": \"")
                    .append(item.path("item_id").asText())
                    .append("\", \"position\": ")
                    .append(item.path("position").asInt())
                    .append('}');
        }
        String second = items.get(1).path("item_id").asText();
        post(event("IMPRESSION", device, "", token + ", \"shown\": [" + shown + "]"));
        post(event("CLICK", device, second, token + ", \"recommendation_position\": 2"));
        post(event("PAGE_PING", device, second, "\"dwell_millis\": 12000"));
        post(event("PURCHASE", device, second, "\"price\": 9.5, \"quantity\": 2"));
        // A page cannot make up a click.
        post(event("CLICK", device, second, "\"recommendation_id\": \"made up\""));

        String id = list.path("recommendation_id").asText();
        GenericRecord feedback =
                client
                        .readUntil("feedback", "Feedback", all -> isBought(newest(all).get(id)))
                        .stream()
                        .reduce((one, other) -> other)
                        .orElseThrow();
        assertThat(feedback.get("person_id")).hasToString(device);
        assertThat(feedback.get("surface")).hasToString("item");
        assertThat((double) feedback.get("propensity")).isCloseTo(0.5, within(1e-4));
        assertThat(feedback.get("arm")).hasToString("layout:" + arm);
        assertThat(texts(feedback.get("segments"))).containsExactlyInAnyOrder("looked", "seen");
        List<GenericRecord> each = items(feedback);
        assertThat(each).hasSameSizeAs(items);
        assertThat(each.get(0).get("clicked_at")).isNull();
        assertThat(each.get(1).get("item_id")).hasToString(second);
        assertThat(each.get(1).get("position")).isEqualTo(2);
        assertThat(each.get(1).get("clicked_at")).isNotNull();
        assertThat(each.get(1).get("dwell_millis")).isEqualTo(12_000L);
        assertThat(each.get(1).get("revenue")).isEqualTo(19.0);

        List<GenericRecord> results =
                client.readUntil(
                        "experiment-results",
                        "ExperimentResult",
                        all -> all.stream().anyMatch(one -> clicks(one, arm) == 1));
        assertThat(results.get(results.size() - 1).get("verdict")).hasToString("NOT_YET");
        Patience.await("the result at the gateway")
                .until(
                        () -> {
                            var reply = http.get("/v1/experiments", GatewayClient.SECRET);
                            JsonNode all = Schemas.checked("GET /v1/experiments", reply).body();
                            return all.at("/experiments/0/words").asText().equals("not yet");
                        });

        Map<String, Map<String, Long>> bySegment = new HashMap<>();
        client.readUntil(
                "feedback-metrics",
                "FeedbackMetrics",
                all -> {
                    bySegment.clear();
                    all.forEach(minute -> add(minute, bySegment));
                    return List.of("all", "looked", "seen").stream()
                            .map(segment -> bySegment.getOrDefault(segment, Map.of()))
                            .allMatch(counts -> counts.getOrDefault("orders", 0L) == 1);
                });
        Map<String, Long> sums = bySegment.get("all");
        assertThat(bySegment)
                .containsOnly(
                        Map.entry("all", sums), Map.entry("looked", sums), Map.entry("seen", sums));
        assertThat(sums)
                .containsEntry("lists_shown", 1L)
                .containsEntry("items_shown", (long) items.size())
                .containsEntry("clicks", 1L)
                .containsEntry("orphan_clicks", 0L)
                .containsEntry("dwell_millis", 12_000L)
                .containsEntry("clicked second", 1L);
        itIsAnAlarm();
        prometheusHasAllOfIt(arm);
    }

    private static void prometheusHasAllOfIt(String arm) {
        Set<String> expected =
                Set.of(
                        "nextclick_lists_shown_total{site=\"default\",surface=\"item\",arm=\"layout:%s\"}",
                        "nextclick_lists_clicked_total{site=\"default\",surface=\"item\",arm=\"layout:%s\"}",
                        "nextclick_experiment_units{site=\"default\",experiment=\"layout\",arm=\"%s\"}",
                        "nextclick_experiment_mean{site=\"default\",experiment=\"layout\",arm=\"%s\",metric=\"clicks\"}",
                        "nextclick_alarms_open{site=\"*\",severity=\"critical\"}");
        Patience.await("the figures for Prometheus")
                .until(
                        () -> {
                            var reply = http.get("/metrics", GatewayClient.METRICS).http();
                            String text = new String(reply.body(), StandardCharsets.UTF_8);
                            Map<String, Double> samples = ExpositionFormat.samples(text);
                            return expected.stream()
                                    .allMatch(
                                            each ->
                                                    samples.getOrDefault(each.formatted(arm), 0.0)
                                                            == 1);
                        });
    }

    private static void startExperiment() throws Exception {
        String definition =
                """
                {"experiment_id": "layout", "version": 1, "unit": "device", "primary": "clicks", "arms": [
                  {"arm": "plain", "share": 0.5},
                  {"arm": "varied", "share": 0.5, "settings": {"diversity": 0.1}}]}
                """;
        var sent = http.send("PUT", "/v1/experiments/layout", GatewayClient.SECRET, definition);
        assertThat(Schemas.checked("PUT /v1/experiments/{id}", sent).status()).isEqualTo(200);
        var refused =
                http.send(
                        "PUT",
                        "/v1/experiments/layout",
                        GatewayClient.SECRET,
                        definition.replace("0.1", "1.1"));
        assertThat(Schemas.checked("PUT /v1/experiments/{id}", refused).body().toString())
                .contains("INVALID_EXPERIMENT", "/arms/1/settings/diversity");
    }

    private static void startSegment(String id) throws Exception {
        String rule =
                """
                {"rule_id": "%s", "version": 1, "kind": "SEGMENT", "membership": "1 d",
                 "pattern": {"within": "1 h", "stages": [{"name": "seen", "when": "event.type == 'VIEW'"}]}}
                """
                        .formatted(id);
        var sent = http.send("PUT", "/v1/rules/" + id, GatewayClient.SECRET, rule);
        assertThat(Schemas.checked("PUT /v1/rules/{id}", sent).status()).isEqualTo(200);
    }

    /** Its minute is over with that of what was shown. */
    private static void breakATag() throws Exception {
        for (int i = 0; i < 40; i++) {
            client.send("events-json", null, "{broken".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void itIsAnAlarm() throws Exception {
        GenericRecord alarm =
                client
                        .readUntil(
                                "alarms",
                                "Alarm",
                                all -> all.stream().anyMatch(FeedbackIT::isOfBrokenRecords))
                        .stream()
                        .filter(FeedbackIT::isOfBrokenRecords)
                        .findFirst()
                        .orElseThrow();
        assertThat(alarm.get("site")).hasToString("*");
        assertThat(alarm.get("state")).hasToString("OPEN");
        assertThat(alarm.get("direction")).hasToString("SURGE");
        assertThat(alarm.get("cause").toString()).contains("topic=events-json");
        Patience.await("the alarm at the gateway")
                .until(
                        () -> {
                            var reply = http.get("/v1/alarms", GatewayClient.SECRET);
                            JsonNode all = Schemas.checked("GET /v1/alarms", reply).body();
                            return all.at("/alarms/0/series").asText().startsWith("rejects:");
                        });
    }

    private static boolean isOfBrokenRecords(GenericRecord alarm) {
        return alarm.get("series").toString().equals("rejects:UNDECODABLE");
    }

    /** The mean of clicks of an arm with one unit. */
    @SuppressWarnings("unchecked")
    private static double clicks(GenericRecord result, String arm) {
        for (GenericRecord each : (List<GenericRecord>) result.get("arms")) {
            if (each.get("arm").toString().equals(arm) && (long) each.get("units") == 1) {
                return (double) ((List<GenericRecord>) each.get("metrics")).get(0).get("mean");
            }
        }
        return 0;
    }

    private static Map<String, GenericRecord> newest(List<GenericRecord> records) {
        Map<String, GenericRecord> newest = new HashMap<>();
        records.forEach(each -> newest.put(each.get("recommendation_id").toString(), each));
        return newest;
    }

    private static boolean isBought(GenericRecord feedback) {
        return feedback != null
                && items(feedback).stream().anyMatch(item -> (int) item.get("orders") > 0);
    }

    @SuppressWarnings("unchecked")
    private static List<GenericRecord> items(GenericRecord feedback) {
        return (List<GenericRecord>) feedback.get("items");
    }

    @SuppressWarnings("unchecked")
    private static List<String> texts(Object list) {
        return ((List<Object>) list).stream().map(Object::toString).toList();
    }

    @SuppressWarnings("unchecked")
    private static void add(GenericRecord minute, Map<String, Map<String, Long>> bySegment) {
        Object segment = minute.get("segment");
        Map<String, Long> sums =
                bySegment.computeIfAbsent(
                        segment == null ? "all" : segment.toString(), each -> new HashMap<>());
        minute.getSchema()
                .getFields()
                .forEach(
                        field -> {
                            if (minute.get(field.name()) instanceof Long number) {
                                sums.merge(field.name(), number, Long::sum);
                            }
                        });
        List<Long> clicks = (List<Long>) minute.get("clicks_by_position");
        sums.merge("clicked second", clicks.get(1), Long::sum);
    }
}
