package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How the gateway is. */
final class Health {

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final ViewReader reader;
    private final BooleanSupplier sends;
    private final Counts counts;
    private final Supplier<Map<String, Long>> gauges;

    /**
     * @param sends whether it is known where events go
     * @param gauges further metrics and their values
     */
    Health(
            ViewReader reader,
            BooleanSupplier sends,
            Counts counts,
            Supplier<Map<String, Long>> gauges) {
        this.reader = reader;
        this.sends = sends;
        this.counts = counts;
        this.gauges = gauges;
    }

    /** {@code GET /healthz}. */
    static Answer alive() {
        return Answer.json(200, Json.object().put("status", "up"));
    }

    /** {@code GET /readyz}. */
    CompletionStage<Answer> ready(Request request) {
        boolean ready = reader.isCaughtUp() && sends.getAsBoolean();
        ObjectNode answer = Json.object().put("status", ready ? "ready" : "behind");
        answer.set("views", views());
        return CompletableFuture.completedFuture(Answer.json(ready ? 200 : 503, answer));
    }

    /** The views and how many records they are behind. */
    ArrayNode views() {
        ArrayNode views = Json.MAPPER.createArrayNode();
        reader.behind()
                .forEach(
                        (topic, behind) ->
                                views.addObject().put("topic", topic).put("behind", behind));
        return views;
    }

    /** {@code GET /metrics}. */
    CompletionStage<Answer> metrics(Request request) {
        StringBuilder text = new StringBuilder(counts.text());
        text.append("# TYPE nextclick_gateway_view_behind_records gauge\n");
        reader.behind()
                .forEach(
                        (topic, behind) ->
                                text.append(
                                        "nextclick_gateway_view_behind_records{topic=\"%s\"} %d\n"
                                                .formatted(topic, behind)));
        Map<String, Long> all = new TreeMap<>(gauges.get());
        all.put("view_partitions", (long) reader.partitions());
        if (reader.isCaughtUp()) {
            all.put("view_ready_millis", reader.caughtUpMillis());
        }
        all.forEach(
                (name, value) ->
                        text.append(
                                "# TYPE nextclick_gateway_%1$s gauge\nnextclick_gateway_%1$s %2$d\n"
                                        .formatted(name, value)));
        return CompletableFuture.completedFuture(
                new Answer(200, METRICS_TYPE, text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
