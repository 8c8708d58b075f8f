package io.nextclick.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.ScopeKind;
import io.nextclick.event.Event;
import io.nextclick.event.Rejection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Answers with lists: the newest of somebody, or the one that an event makes. */
final class Recommendations {

    private static final int MOST_ITEMS = 100;
    private static final int DEFAULT_ITEMS = 10;
    private static final int MAX_WAIT_MILLIS = 300;

    private static final String FRESH = Counts.name("lists_total", "kind", "fresh");
    private static final String NEWEST = Counts.name("lists_total", "kind", "newest");
    private static final String FALLBACK = Counts.name("lists_total", "kind", "fallback");

    private final Lists lists;
    private final Collector collector;
    private final Waiting waiting;
    private final Devices devices;
    private final BooleanSupplier ready;
    private final Activity activity;
    private final Counts counts;

    Recommendations(
            Lists lists,
            Collector collector,
            Waiting waiting,
            Devices devices,
            BooleanSupplier ready,
            Activity activity,
            Counts counts) {
        this.lists = lists;
        this.collector = collector;
        this.waiting = waiting;
        this.devices = devices;
        this.ready = ready;
        this.activity = activity;
        this.counts = counts;
    }

    /**
     * What a request asks for.
     *
     * @param site the tenant
     * @param person whose list
     * @param surface where it is shown; null for any
     * @param items most items
     */
    private record Asked(Site site, String person, @Nullable String surface, int items) {}

    /** {@code GET /v1/recommendations}. */
    CompletionStage<Answer> newest(Request request) {
        String device = request.query("device").orElse(null);
        String user = request.query("user").orElse(null);
        if ((device == null) == (user == null)) {
            throw Problem.invalid("one of 'device' and 'user' is needed");
        }
        devices.check(request, device, request.query("ticket").orElse(null));
        checkReady(ready);
        Site site = request.site();
        String person = device == null ? String.valueOf(user) : lists.personOf(site, device);
        Asked asked =
                new Asked(
                        site,
                        person,
                        surface(request.query("surface").orElse(null)),
                        request.number("n", DEFAULT_ITEMS, 1, MOST_ITEMS));
        return CompletableFuture.completedFuture(answer(asked, ""));
    }

    /** {@code GET /v1/popular}. */
    CompletionStage<Answer> popular(Request request) {
        String category = request.query("category").orElse(null);
        String segment = request.query("segment").orElse(null);
        if (category != null && segment != null) {
            throw Problem.invalid("at most one of 'category' and 'segment' is allowed");
        }
        int items = request.number("n", DEFAULT_ITEMS, 1, MOST_ITEMS);
        checkReady(ready);
        ScopeKind kind =
                category != null
                        ? ScopeKind.CATEGORY
                        : segment != null ? ScopeKind.SEGMENT : ScopeKind.SITE;
        String scope = category != null ? category : segment != null ? segment : "";
        Site site = request.site();
        SlimList list = lists.popular(site, kind, scope, "", Lists.OTHER);
        return CompletableFuture.completedFuture(
                new Answer(200, Json.CONTENT_TYPE, lists.write(site, list, false, items)));
    }

    /** {@code POST /v1/recommendations}. */
    CompletionStage<Answer> make(Request request) {
        ObjectNode body = Json.readObject(request.body());
        JsonNode stated = body.path("event");
        if (!stated.isObject()) {
            throw Problem.invalid("'event' must be an event");
        }
        String surface = surface(text(body, "surface"));
        int items = number(body, "n", DEFAULT_ITEMS, 1, MOST_ITEMS);
        int wait = number(body, "wait_ms", MAX_WAIT_MILLIS, 0, MAX_WAIT_MILLIS);
        checkReady(ready);
        Collector.Checked checked =
                collector.check(
                        request,
                        new EventSlices.Slice(Json.bytes(stated), stated.path("site").textValue()));
        Rejection fault = checked.fault();
        Event event = checked.event();
        if (fault != null || event == null) {
            throw new Problem(
                    400,
                    fault == null ? "UNDECODABLE" : fault.reason().name(),
                    fault == null ? "no event" : fault.detail());
        }
        devices.check(request, event.deviceId(), text(body, "ticket"));
        return make(request, event, surface, items, wait);
    }

    private CompletionStage<Answer> make(
            Request request, Event event, @Nullable String surface, int items, int wait) {
        Site site = request.site();
        String id = event.eventId();
        boolean makesList =
                event.type().asksForList()
                        && lists.newest(site, lists.personOf(site, event), surface)
                                .filter(list -> list.triggerEventId().equals(id))
                                .isEmpty();
        // Before the event is sent: its list may be there before the broker's answer.
        CompletableFuture<Optional<SlimList>> made = waiting.await(site, id, makesList ? wait : 0);
        return collector
                .send(site, event)
                .thenCombineAsync(
                        made,
                        (sent, list) -> {
                            Asked asked =
                                    new Asked(site, lists.personOf(site, event), surface, items);
                            if (makesList && wait > 0) {
                                activity.waited(site, list.isPresent());
                            }
                            return list.map(each -> fresh(asked, each))
                                    .orElseGet(() -> answer(asked, id));
                        },
                        request.exchange().getConnection().getWorker());
    }

    private Answer fresh(Asked asked, SlimList list) {
        counts.add(FRESH);
        return new Answer(
                200, Json.CONTENT_TYPE, lists.write(asked.site(), list, true, asked.items()));
    }

    /** The newest list, which an event may have made that was sent before. */
    private Answer answer(Asked asked, String eventId) {
        Optional<SlimList> newest = lists.newest(asked.site(), asked.person(), asked.surface());
        if (newest.isPresent() && newest.get().triggerEventId().equals(eventId)) {
            return fresh(asked, newest.get());
        }
        counts.add(newest.isPresent() ? NEWEST : FALLBACK);
        SlimList list =
                newest.orElseGet(
                        () -> lists.fallback(asked.site(), asked.person(), asked.surface()));
        return new Answer(
                200, Json.CONTENT_TYPE, lists.write(asked.site(), list, false, asked.items()));
    }

    static void checkReady(BooleanSupplier ready) {
        if (!ready.getAsBoolean()) {
            throw Problem.unavailable("NOT_READY", "the views are not read yet");
        }
    }

    private static @Nullable String surface(@Nullable String surface) {
        if (surface != null && !Lists.SURFACES.contains(surface)) {
            throw Problem.invalid("'surface' must be one of " + Lists.SURFACES);
        }
        return surface;
    }

    private static @Nullable String text(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Problem.invalid("'%s' must be a text".formatted(name));
        }
        return value.textValue();
    }

    private static int number(ObjectNode body, String name, int absent, int least, int most) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw Problem.invalid("'%s' must be %d to %d".formatted(name, least, most));
        }
        return value.intValue();
    }
}
