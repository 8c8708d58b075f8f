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

    private final ViewReader reader;
    private final BooleanSupplier sends;
    private final Counts counts;
    private final Supplier<Map<String, Long>> gauges;
    private final Figures figures;

    /**
     * @param sends whether it is known where events go
     * @param gauges how many are open, of what
     * @param figures of the sites
     */
    Health(
            ViewReader reader,
            BooleanSupplier sends,
            Counts counts,
            Supplier<Map<String, Long>> gauges,
            Figures figures) {
        this.reader = reader;
        this.sends = sends;
        this.counts = counts;
        this.gauges = gauges;
        this.figures = figures;
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

    /** {@code GET /metrics}: of the gateway itself, and of its sites for who may see that. */
    CompletionStage<Answer> metrics(Request request) {
        boolean ofSites = figures.areFor(Request.key(request.exchange()));
        Exposition into = new Exposition();
        counts.expose(into);
        Exposition.Family behind =
                into.gauge(
                        Counts.PREFIX + "view_behind_records",
                        "Records that are still to be read, by topic.");
        reader.behind().forEach((topic, records) -> behind.add(records, "topic", topic));
        new TreeMap<>(gauges.get())
                .forEach(
                        (what, open) ->
                                into.gauge(Counts.PREFIX + what, "Open now: " + what + '.')
                                        .add(open));
        into.gauge(Counts.PREFIX + "view_partitions", "Partitions that are read.")
                .add((long) reader.partitions());
        if (reader.isCaughtUp()) {
            into.gauge(
                            Counts.PREFIX + "view_ready_millis",
                            "From the start of reading until the view was ready, in ms.")
                    .add(reader.caughtUpMillis());
        }
        if (ofSites) {
            figures.expose(into);
        }
        return CompletableFuture.completedFuture(
                new Answer(
                        200,
                        Exposition.CONTENT_TYPE,
                        into.text().getBytes(StandardCharsets.UTF_8)));
    }
}
