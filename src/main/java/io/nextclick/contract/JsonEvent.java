package io.nextclick.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.nextclick.event.DeviceSignals;
import io.nextclick.event.Event;
import io.nextclick.event.EventContext;
import io.nextclick.event.EventType;
import io.nextclick.event.SiteKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code BehaviorEvent} in JSON: the contract's field names, absent fields left out. */
public record JsonEvent(
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

    Event toEvent() {
        return new Event(
                eventId == null ? "" : eventId,
                type(eventType),
                occurredAt.millis(),
                site == null ? SiteKey.DEFAULT_SITE : site,
                userId,
                deviceId,
                sourceSessionId,
                itemId,
                context == null ? EventContext.NONE : context.toContext(),
                sentAt == null ? 0 : sentAt.millis(),
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
            @JsonSetter(contentNulls = Nulls.SKIP) @Nullable Map<String, String> attributes) {

        EventContext toContext() {
            return new EventContext(
                    category,
                    brand,
                    price,
                    currency,
                    quantity,
                    query,
                    dwellMillis,
                    scrollDepth,
                    rating,
                    pageType,
                    campaign,
                    recommendationId,
                    recommendationPosition,
                    attributes == null ? Map.of() : attributes);
        }
    }
}
