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
        for (EventField field : EventField.BOUNDED) {
            int allowed = field.isOfContext() ? maxFieldLength : maxIdLength;
            @Nullable String fault = tooLong(field.shortName(), field.rawText(event), allowed);
            if (fault != null) {
                return rejection(fault);
            }
        }
        EventContext context = event.context();
        @Nullable String fault = tooLong(context.list());
        return rejection(fault != null ? fault : tooLong(context.attributes()));
    }

    private @Nullable String tooLong(ShownList list) {
        if (list.items().size() > ShownList.MAX_ITEMS) {
            return "shown: %d items, allowed %d"
                    .formatted(list.items().size(), ShownList.MAX_ITEMS);
        }
        @Nullable String fault = null;
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
