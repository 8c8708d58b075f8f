package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.event.Event;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * An image that is an event, for mail: the fields are parameters. It is always the same image,
 * since nobody reads an error of it.
 */
final class Pixel {

    private static final byte[] GIF =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private static final List<String> FIELDS =
            List.of("event_id", "event_type", "user_id", "device_id", "item_id");
    private static final List<String> CONTEXT =
            List.of(
                    "category",
                    "brand",
                    "campaign",
                    "source",
                    "medium",
                    "content",
                    "term",
                    "page_type",
                    "recommendation_id",
                    "token");

    private final Collector collector;
    private final LongSupplier clock;

    Pixel(Collector collector, LongSupplier clock) {
        this.collector = collector;
        this.clock = clock;
    }

    /** {@code GET /v1/p.gif}. */
    CompletionStage<Answer> show(Request request) {
        ObjectNode event = Json.object();
        event.put("event_id", UUID.randomUUID().toString());
        event.put("event_type", "IMPRESSION");
        event.put("occurred_at", clock.getAsLong());
        FIELDS.forEach(name -> request.query(name).ifPresent(text -> event.put(name, text)));
        ObjectNode context = Json.object();
        CONTEXT.forEach(name -> request.query(name).ifPresent(text -> context.put(name, text)));
        if (!context.isEmpty()) {
            event.set("context", context);
        }
        Event checked =
                collector.check(request, new EventSlices.Slice(Json.bytes(event), null)).event();
        Answer image = new Answer(200, "image/gif", GIF).with("Cache-Control", "no-store");
        return checked == null
                ? CompletableFuture.completedFuture(image)
                : collector.send(request.site(), checked).handle((sent, e) -> image);
    }
}
