package io.nextclick.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.nextclick.avro.BehaviorEvent;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RefusedException;
import io.nextclick.event.Campaign;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.ShownItem;
import io.nextclick.event.ShownList;
import io.nextclick.event.SiteKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contract {@code BehaviorEvent}, in Avro and in JSON, and the job's own event. */
public final class EventContract {

    private static final Map<io.nextclick.avro.EventType, EventType> TYPES =
            new EnumMap<>(io.nextclick.avro.EventType.class);

    static {
        for (io.nextclick.avro.EventType type : io.nextclick.avro.EventType.values()) {
            TYPES.put(type, EventType.valueOf(type.name()));
        }
    }

    private EventContract() {}

    /** Decodes what producers write, in Avro or JSON. */
    public static RecordDecoder<Event> decoder(CodecSettings codec) {
        return RecordDecoder.of(
                BehaviorEvent.getClassSchema(),
                codec,
                EventContract::toEvent,
                Json.class,
                Json::toEvent);
    }

    public static Event toEvent(BehaviorEvent event) throws RefusedException {
        return new Event(
                event.getEventId(),
                TYPES.getOrDefault(event.getEventType(), EventType.UNKNOWN),
                WrittenTime.millis("occurred_at", event.getOccurredAt()),
                event.getSite(),
                event.getUserId(),
                event.getDeviceId(),
                event.getSourceSessionId(),
                event.getItemId(),
                context(event.getContext()),
                WrittenTime.millis("sent_at", event.getSentAt()),
                signals(event.getSignals()));
    }

    private static @Nullable DeviceSignals signals(
            io.nextclick.avro.@Nullable DeviceSignals signals) {
        return signals == null
                ? null
                : new DeviceSignals(
                        signals.getNetworkHash(),
                        signals.getUserAgentFamily(),
                        signals.getTimeZone());
    }

    private static EventContext context(io.nextclick.avro.@Nullable EventContext context) {
        if (context == null) {
            return EventContext.NONE;
        }
        return new EventContext(
                context.getCategory(),
                context.getBrand(),
                context.getPrice(),
                context.getCurrency(),
                context.getQuantity(),
                context.getQuery(),
                context.getDwellMillis(),
                context.getScrollDepth(),
                context.getRating(),
                context.getPageType(),
                new Campaign(
                        context.getCampaign(),
                        context.getSource(),
                        context.getMedium(),
                        context.getContent(),
                        context.getTerm()),
                list(context),
                context.getAttributes());
    }

    private static ShownList list(io.nextclick.avro.EventContext context) {
        return new ShownList(
                context.getRecommendationId(),
                context.getRecommendationPosition(),
                context.getToken(),
                context.getVisibleMillis(),
                context.getShown().stream()
                        .map(item -> new ShownItem(item.getItemId(), item.getPosition()))
                        .toList());
    }

    public static BehaviorEvent of(Event event) {
        EventContext context = event.context();
        return new BehaviorEvent(
                event.eventId(),
                io.nextclick.avro.EventType.valueOf(event.type().name()),
                Instant.ofEpochMilli(event.occurredAtMillis()),
                event.site(),
                event.userId(),
                event.deviceId(),
                event.sourceSessionId(),
                event.itemId(),
                context.equals(EventContext.NONE) ? null : of(context),
                event.sentAtMillis() == 0 ? null : Instant.ofEpochMilli(event.sentAtMillis()),
                of(event.signals()));
    }

    private static io.nextclick.avro.EventContext of(EventContext context) {
        Campaign campaign = context.campaign();
        ShownList list = context.list();
        return new io.nextclick.avro.EventContext(
                context.category(),
                context.brand(),
                context.price(),
                context.currency(),
                context.quantity(),
                context.query(),
                context.dwellMillis(),
                context.scrollDepth(),
                context.rating(),
                context.pageType(),
                campaign.name(),
                list.recommendationId(),
                list.position(),
                context.attributes(),
                list.items().stream()
                        .map(
                                item ->
                                        new io.nextclick.avro.ShownItem(
                                                item.itemId(), item.position()))
                        .toList(),
                list.token(),
                list.visibleMillis(),
                campaign.source(),
                campaign.medium(),
                campaign.content(),
                campaign.term());
    }

    private static io.nextclick.avro.@Nullable DeviceSignals of(@Nullable DeviceSignals signals) {
        return signals == null
                ? null
                : new io.nextclick.avro.DeviceSignals(
                        signals.networkHash(), signals.userAgentFamily(), signals.timeZone());
    }

    /** A {@code BehaviorEvent} in JSON: the contract's field names, absent fields left out. */
    record Json(
            @JsonProperty(value = "event_id", required = true) @Nullable String eventId,
            @JsonProperty("event_type") @Nullable String eventType,
            @JsonProperty(value = "occurred_at", required = true) @JsonSetter(nulls = Nulls.FAIL)
                    JsonInstant occurredAt,
            @Nullable String site,
            @JsonProperty("user_id") @Nullable String userId,
            @JsonProperty("device_id") @Nullable String deviceId,
            @JsonProperty("source_session_id") @Nullable String sourceSessionId,
            @JsonProperty("item_id") @Nullable String itemId,
            @Nullable Context context,
            @JsonProperty("sent_at") @Nullable JsonInstant sentAt,
            @Nullable Signals signals) {

        Event toEvent() throws RefusedException {
            return new Event(
                    eventId == null ? "" : eventId,
                    type(eventType),
                    WrittenTime.millis("occurred_at", occurredAt),
                    site == null ? SiteKey.DEFAULT_SITE : site,
                    userId,
                    deviceId,
                    sourceSessionId,
                    itemId,
                    context == null ? EventContext.NONE : context.toContext(),
                    WrittenTime.millis("sent_at", sentAt),
                    signals == null ? null : signals.toSignals());
        }

        private static EventType type(@Nullable String name) {
            for (EventType type : EventType.values()) {
                if (type.name().equals(name)) {
                    return type;
                }
            }
            return EventType.UNKNOWN;
        }

        /** What the device lets be known of itself. */
        record Signals(
                @JsonProperty("network_hash") @Nullable String networkHash,
                @JsonProperty("user_agent_family") @Nullable String userAgentFamily,
                @JsonProperty("time_zone") @Nullable String timeZone) {

            DeviceSignals toSignals() {
                return new DeviceSignals(networkHash, userAgentFamily, timeZone);
            }
        }

        /** The event's context. */
        record Context(
                @Nullable String category,
                @Nullable String brand,
                @Nullable Double price,
                @Nullable String currency,
                @Nullable Integer quantity,
                @Nullable String query,
                @JsonProperty("dwell_millis") @Nullable Long dwellMillis,
                @JsonProperty("scroll_depth") @Nullable Float scrollDepth,
                @Nullable Float rating,
                @JsonProperty("page_type") @Nullable String pageType,
                @Nullable String campaign,
                @JsonProperty("recommendation_id") @Nullable String recommendationId,
                @JsonProperty("recommendation_position") @Nullable Integer recommendationPosition,
                @JsonSetter(contentNulls = Nulls.SKIP) @Nullable Map<String, String> attributes,
                @JsonSetter(contentNulls = Nulls.SKIP) @Nullable List<Item> shown,
                @Nullable String token,
                @JsonProperty("visible_millis") @Nullable Long visibleMillis,
                @Nullable String source,
                @Nullable String medium,
                @Nullable String content,
                @Nullable String term) {

            EventContext toContext() {
                return EventContext.builder()
                        .category(category)
                        .brand(brand)
                        .price(price)
                        .currency(currency)
                        .quantity(quantity)
                        .query(query)
                        .dwellMillis(dwellMillis)
                        .scrollDepth(scrollDepth)
                        .rating(rating)
                        .pageType(pageType)
                        .campaign(new Campaign(campaign, source, medium, content, term))
                        .list(toList())
                        .attributes(attributes == null ? Map.of() : attributes)
                        .build();
            }

            private ShownList toList() {
                return new ShownList(
                        recommendationId,
                        recommendationPosition,
                        token,
                        visibleMillis,
                        shown == null ? List.of() : shown.stream().map(Item::toItem).toList());
            }
        }

        /** One item of a list that was shown. */
        record Item(@JsonProperty("item_id") @Nullable String itemId, int position) {

            ShownItem toItem() {
                return new ShownItem(itemId == null ? "" : itemId, position);
            }
        }
    }
}
