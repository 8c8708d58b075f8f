package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.event.SiteKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Answers what segments somebody is in, and what goes with an item. */
final class Persons {

    private static final int MOST_ITEMS = 100;
    private static final int DEFAULT_ITEMS = 10;

    private final Entries entries;
    private final Lists lists;
    private final Devices devices;
    private final BooleanSupplier ready;

    Persons(Entries entries, Lists lists, Devices devices, BooleanSupplier ready) {
        this.entries = entries;
        this.lists = lists;
        this.devices = devices;
        this.ready = ready;
    }

    /** {@code GET /v1/devices/{id}/segments}. */
    CompletionStage<Answer> ofDevice(Request request) {
        String device = request.path(2);
        devices.check(request, device, request.query("ticket").orElse(null));
        Recommendations.checkReady(ready);
        return segments(request.site(), lists.personOf(request.site(), device));
    }

    /** {@code GET /v1/persons/{id}/segments}. */
    CompletionStage<Answer> ofPerson(Request request) {
        Recommendations.checkReady(ready);
        return segments(request.site(), request.path(2));
    }

    private CompletionStage<Answer> segments(Site site, String person) {
        ObjectNode answer = Json.object().put("person_id", person);
        ArrayNode all = answer.putArray("segments");
        entries.below(View.Kind.SEGMENT, SiteKey.of(site.name(), person))
                .forEach(
                        (segment, value) -> {
                            SlimMembership membership = SlimMembership.read(value);
                            all.addObject()
                                    .put("segment", SiteKey.text(segment))
                                    .put("rule_id", membership.ruleId())
                                    .put("since", Json.time(membership.sinceMillis()));
                        });
        return CompletableFuture.completedFuture(Answer.json(200, answer));
    }

    /** {@code GET /v1/items/{id}/similar}. */
    CompletionStage<Answer> similar(Request request) {
        Recommendations.checkReady(ready);
        String item = request.path(2);
        int most = request.number("n", DEFAULT_ITEMS, 1, MOST_ITEMS);
        Site site = request.site();
        byte[] value = entries.get(View.Kind.SIMILAR, SiteKey.of(site.name(), item));
        List<ItemScores.Scored> scores =
                value == null ? List.of() : new ItemScores(entries.names()).read(value);
        ObjectNode answer = Json.object().put("item_id", item);
        ArrayNode items = answer.putArray("items");
        for (int i = 0; i < Math.min(most, scores.size()); i++) {
            ItemScores.Scored scored = scores.get(i);
            ObjectNode each =
                    items.addObject()
                            .put("item_id", scored.itemId().getValue())
                            .put("position", i + 1)
                            .put("score", scored.score());
            byte[] details =
                    entries.get(
                            View.Kind.ITEM, SiteKey.of(site.name(), scored.itemId().getValue()));
            if (details != null && Json.treeOrNull(details) instanceof ObjectNode fields) {
                each.setAll(fields);
            }
        }
        return CompletableFuture.completedFuture(Answer.json(200, answer));
    }
}
