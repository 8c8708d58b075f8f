package io.nextclick.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.contract.EventContract;
import io.nextclick.contract.EventEncoder;
import io.nextclick.contract.RecordDecoder;
import io.nextclick.contract.Topics;
import io.nextclick.event.Event;
import io.nextclick.event.EventChecks;
import io.nextclick.event.EventContext;
import io.nextclick.event.ListToken;
import io.nextclick.event.QualityFinding;
import io.nextclick.event.ReasonCode;
import io.nextclick.event.Rejection;
import io.nextclick.event.ShownList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes events: decodes and checks each as the job does, and answers when the broker has those that
 * passed. An event is on its topic, or the answer says that it may not be.
 */
final class Collector {

    private final Devices devices;
    private final CodecSettings codec;
    private final EventChecks checks;
    private final Sender sender;
    private final LongSupplier clock;
    private final Counts counts;
    private final Activity activity;
    private final long tokenMaxAgeMillis;

    private final ThreadLocal<RecordDecoder<Event>> decoders;
    private final ThreadLocal<EventEncoder> encoders = ThreadLocal.withInitial(EventEncoder::new);

    /**
     * @param devices who may say what of a user
     * @param tokenMaxAgeMillis greatest age of a list whose token counts
     */
    Collector(
            Devices devices,
            CodecSettings codec,
            EventChecks checks,
            Sender sender,
            LongSupplier clock,
            Counts counts,
            Activity activity,
            long tokenMaxAgeMillis) {
        this.devices = devices;
        this.codec = codec;
        this.checks = checks;
        this.sender = sender;
        this.clock = clock;
        this.counts = counts;
        this.activity = activity;
        this.tokenMaxAgeMillis = tokenMaxAgeMillis;
        this.decoders = ThreadLocal.withInitial(() -> EventContract.decoder(this.codec));
    }

    /**
     * What came of an event's checks.
     *
     * @param event the event as it is sent; null if it is refused
     * @param fault why it is refused; null if it is not
     * @param corrected what the job will take for absent or put right; null for nothing
     */
    record Checked(@Nullable Event event, @Nullable Rejection fault, @Nullable String corrected) {}

    /** {@code POST /v1/events}. */
    CompletionStage<Answer> take(Request request) {
        List<EventSlices.Slice> slices = EventSlices.of(request.body());
        ArrayNode rejected = Json.MAPPER.createArrayNode();
        ArrayNode corrected = Json.MAPPER.createArrayNode();
        List<Integer> places = new ArrayList<>();
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            Checked checked = check(request, slices.get(i));
            Event event = checked.event();
            Rejection fault = checked.fault();
            if (event != null) {
                places.add(i);
                sent.add(send(request.site(), event));
                if (checked.corrected() != null) {
                    corrected.addObject().put("index", i).put("detail", checked.corrected());
                }
            } else if (fault != null) {
                rejected.add(rejection(i, fault.reason().name(), fault.detail()));
            }
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .handle((all, e) -> answer(places, sent, rejected, corrected));
    }

    private static Answer answer(
            List<Integer> places,
            List<CompletableFuture<Void>> sent,
            ArrayNode rejected,
            ArrayNode corrected) {
        ArrayNode missing = Json.MAPPER.createArrayNode();
        for (int i = 0; i < sent.size(); i++) {
            if (sent.get(i).isCompletedExceptionally()) {
                missing.add(places.get(i));
            }
        }
        if (!missing.isEmpty()) {
            return Sender.notDelivered()
                    .with("not_accepted", missing)
                    .with("rejected", rejected)
                    .answer();
        }
        ObjectNode answer = Json.object();
        answer.put("accepted", sent.size());
        answer.set("rejected", rejected);
        if (!corrected.isEmpty()) {
            answer.set("corrected", corrected);
        }
        return Answer.json(202, answer);
    }

    static ObjectNode rejection(int index, String reason, String detail) {
        ObjectNode rejection = Json.object();
        rejection.put("index", index);
        rejection.put("reason", reason);
        rejection.put("detail", detail);
        return rejection;
    }

    /** Decodes and checks an event. */
    Checked check(Request request, EventSlices.Slice slice) {
        counts.add("events_total");
        Site site = request.site();
        Checked checked = checked(request, slice);
        Rejection fault = checked.fault();
        if (fault != null) {
            counts.add("events_rejected_total", "reason", fault.reason().name());
        }
        activity.checked(site, checked, slice);
        return checked;
    }

    private Checked checked(Request request, EventSlices.Slice slice) {
        Site site = request.site();
        String named = slice.site();
        if (named != null && !named.equals(site.name())) {
            return refused(ReasonCode.INVALID_SITE, "site is not the one of the key");
        }
        Event stated;
        boolean unproven;
        try {
            Event read = decoders.get().decode(slice.json());
            stated = of(request, read, withoutForgery(request.caller(), read.context()));
            unproven = read.userId() != null && stated.userId() == null;
        } catch (RefusedException e) {
            return refused(e.reason(), e.detail());
        }
        long now = clock.getAsLong();
        int ignored = checks.ignoredFields(stated, now);
        Event sent = checks.without(ignored, stated);
        Event event = checks.onArrivalClock(sent, now);
        Optional<Rejection> fault = checks.check(event, now);
        if (fault.isPresent()) {
            return new Checked(null, fault.get(), null);
        }
        String corrected = null;
        if (unproven) {
            corrected = "taken for absent: user_id, which has no user_token";
        } else if (ignored != 0) {
            QualityFinding finding = checks.ignored(ignored, event);
            corrected = finding.detail();
        } else if (event.occurredAtMillis() != sent.occurredAtMillis()) {
            corrected = "occurred_at is on the arrival's clock";
        }
        // The job puts right what is to be, with the time at which the record arrives.
        return new Checked(stated, null, corrected);
    }

    private static Checked refused(ReasonCode reason, String detail) {
        return new Checked(null, new Rejection(reason, detail), null);
    }

    /** An event as far as its caller may say it; a user without a proof is taken for absent. */
    private Event of(Request request, Event event, EventContext context) {
        String user = event.userId();
        boolean proven = user == null || devices.isProven(request, user);
        if (user != null) {
            counts.add("users_total", "result", proven ? "proven" : "unproven");
        }
        return new Event(
                event.eventId(),
                event.type(),
                event.occurredAtMillis(),
                request.site().name(),
                proven ? user : null,
                event.deviceId(),
                event.sourceSessionId(),
                event.itemId(),
                context,
                event.sentAtMillis(),
                event.signals());
    }

    /**
     * What an event says of a list counts with a valid token. Only a site's own server is believed
     * without one.
     */
    private EventContext withoutForgery(Caller caller, EventContext context) {
        ShownList list = context.list();
        String text = list.token();
        if (text == null) {
            return caller.trusted() || list.recommendationId() == null
                    ? context
                    : context.withList(
                            new ShownList(null, null, null, list.visibleMillis(), list.items()));
        }
        Site site = caller.site();
        Token.Checked checked = Token.check(site, text, clock.getAsLong(), tokenMaxAgeMillis);
        counts.add("tokens_total", "result", checked.result().name().toLowerCase(Locale.ROOT));
        ListToken token = checked.token();
        return context.withList(
                token == null
                        ? new ShownList(null, null, null, list.visibleMillis(), list.items())
                        : new ShownList(
                                token.recommendationId().toString(),
                                list.position(),
                                text,
                                list.visibleMillis(),
                                list.items()));
    }

    /** Sends an event that passed; done when the broker has it. */
    CompletableFuture<Void> send(Site site, Event event) {
        activity.sent(site, event);
        return sender.send(Topics.EVENTS, event.sourceKey(), encoders.get().encode(event))
                .whenComplete(
                        (done, e) ->
                                counts.add(
                                        e == null
                                                ? "events_accepted_total"
                                                : "events_undelivered_total"));
    }
}
