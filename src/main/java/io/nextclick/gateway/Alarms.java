package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.Alarm;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Newest alarms of the series of a site, and of those that are of no one site. */
final class Alarms {

    /** Stands for all sites, as of records that were refused before their site was known. */
    private static final String ALL_SITES = "*";

    private final Entries entries;
    private final BooleanSupplier ready;

    Alarms(Entries entries, BooleanSupplier ready) {
        this.entries = entries;
        this.ready = ready;
    }

    /** What alarms can be of: the sites, and what is of no one site. */
    static List<String> sites(List<Site> sites) {
        return Stream.concat(sites.stream().map(Site::name), Stream.of(ALL_SITES)).toList();
    }

    /** An alarm as pages get it. */
    static ObjectNode json(Alarm alarm) {
        return Json.object()
                .put("site", alarm.getSite())
                .put("series", alarm.getSeries())
                .put("state", alarm.getState().name())
                .put("direction", alarm.getDirection().name())
                .put("severity", alarm.getSeverity().name())
                .put("since", Json.time(alarm.getSince().toEpochMilli()))
                .put("as_of", Json.time(alarm.getAsOf().toEpochMilli()))
                .put("window_minutes", alarm.getWindowMinutes())
                .put("expected", alarm.getExpected())
                .put("observed", alarm.getObserved())
                .put("cause", alarm.getCause());
    }

    /** {@code GET /v1/alarms}. */
    CompletionStage<Answer> newest(Request request) {
        Recommendations.checkReady(ready);
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("alarms");
        for (String site : List.of(request.site().name(), ALL_SITES)) {
            entries.below(View.Kind.ALARM, site).values().stream()
                    .map(Json::treeOrNull)
                    .filter(ObjectNode.class::isInstance)
                    .forEach(all::add);
        }
        return CompletableFuture.completedFuture(Answer.json(200, answer));
    }
}
