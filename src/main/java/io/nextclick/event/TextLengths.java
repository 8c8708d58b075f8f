package io.nextclick.event;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long the texts of an event may be, and how many there may be of a kind.
 *
 * @param maxIdLength longest id, in characters
 * @param maxFieldLength longest other text field, in characters
 * @param maxAttributes most free attributes
 */
record TextLengths(int maxIdLength, int maxFieldLength, int maxAttributes) {

    /** The first text of an event that is too long, or nothing. */
    Optional<Rejection> check(Event event) {
        EventContext context = event.context();
        @Nullable String fault = tooLong("event_id", event.eventId(), maxIdLength);
        fault = fault != null ? fault : tooLong("user_id", event.userId(), maxIdLength);
        fault = fault != null ? fault : tooLong("device_id", event.deviceId(), maxIdLength);
        fault = fault != null ? fault : tooLong("item_id", event.itemId(), maxIdLength);
        fault =
                fault != null
                        ? fault
                        : tooLong("source_session_id", event.sourceSessionId(), maxIdLength);
        fault = fault != null ? fault : tooLong("category", context.category(), maxFieldLength);
        fault = fault != null ? fault : tooLong("brand", context.brand(), maxFieldLength);
        fault = fault != null ? fault : tooLong("currency", context.currency(), maxFieldLength);
        fault = fault != null ? fault : tooLong("query", context.query(), maxFieldLength);
        fault = fault != null ? fault : tooLong("page_type", context.pageType(), maxFieldLength);
        fault = fault != null ? fault : tooLong(context.campaign());
        fault = fault != null ? fault : tooLong(context.list());
        fault = fault != null ? fault : tooLong(context.attributes());
        DeviceSignals signals = event.signals();
        if (fault == null && signals != null) {
            fault = tooLong("signals.network_hash", signals.networkHash(), maxIdLength);
            String family = signals.userAgentFamily();
            fault =
                    fault != null
                            ? fault
                            : tooLong("signals.user_agent_family", family, maxIdLength);
            fault =
                    fault != null
                            ? fault
                            : tooLong("signals.time_zone", signals.timeZone(), maxIdLength);
        }
        return rejection(fault);
    }

    private @Nullable String tooLong(Campaign campaign) {
        @Nullable String fault = tooLong("campaign", campaign.name(), maxFieldLength);
        fault = fault != null ? fault : tooLong("source", campaign.source(), maxFieldLength);
        fault = fault != null ? fault : tooLong("medium", campaign.medium(), maxFieldLength);
        fault = fault != null ? fault : tooLong("content", campaign.content(), maxFieldLength);
        return fault != null ? fault : tooLong("term", campaign.term(), maxFieldLength);
    }

    private @Nullable String tooLong(ShownList list) {
        @Nullable String fault =
                tooLong("recommendation_id", list.recommendationId(), maxFieldLength);
        fault = fault != null ? fault : tooLong("token", list.token(), maxFieldLength);
        if (list.items().size() > ShownList.MAX_ITEMS) {
            return "shown: %d items, allowed %d"
                    .formatted(list.items().size(), ShownList.MAX_ITEMS);
        }
        for (ShownItem item : list.items()) {
            fault = fault != null ? fault : tooLong("shown.item_id", item.itemId(), maxIdLength);
        }
        return fault;
    }

    private @Nullable String tooLong(Map<String, String> attributes) {
        if (attributes.size() > maxAttributes) {
            return "attributes: %d, allowed %d".formatted(attributes.size(), maxAttributes);
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            if (attribute.getKey().length() > maxIdLength
                    || attribute.getValue().length() > maxFieldLength) {
                return "attributes: a name of %d and a value of %d characters, allowed %d and %d"
                        .formatted(
                                attribute.getKey().length(),
                                attribute.getValue().length(),
                                maxIdLength,
                                maxFieldLength);
            }
        }
        return null;
    }

    private static @Nullable String tooLong(String field, @Nullable String value, int allowed) {
        return value == null || value.length() <= allowed
                ? null
                : "%s has %d characters, allowed %d".formatted(field, value.length(), allowed);
    }

    /** The first id of an identity event that is too long, or nothing. */
    Optional<Rejection> check(IdentityEvent event) {
        @Nullable String fault = tooLong("device_id", event.deviceId(), maxIdLength);
        return rejection(fault != null ? fault : tooLong("user_id", event.userId(), maxIdLength));
    }

    private static Optional<Rejection> rejection(@Nullable String fault) {
        return fault == null
                ? Optional.empty()
                : Optional.of(new Rejection(ReasonCode.FIELD_TOO_LONG, fault));
    }
}
