package io.nextclick.event;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checks that one event must pass by itself. Nothing here throws: a fault is a {@link
 * Rejection}.
 *
 * @param maxFutureMillis how far an event may be ahead of its arrival
 * @param maxAgeMillis how old it may be at its arrival; 0 allows any age
 * @param maxClockSkewMillis how far an event's time of sending may be from its arrival; beyond it
 *     the device's clock is wrong
 * @param maxIdLength longest id, in characters
 * @param maxFieldLength longest other text field, in characters
 * @param maxAttributes most free attributes
 */
public record EventChecks(
        long maxFutureMillis,
        long maxAgeMillis,
        long maxClockSkewMillis,
        int maxIdLength,
        int maxFieldLength,
        int maxAttributes)
        implements Serializable {

    /** What a site's name may be, in words. */
    public static final String SITE_ALLOWED = "site must be 1 to 64 of A-Z a-z 0-9 '.' '_' '-'";

    private static final Pattern SITE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** True for the name of a site. */
    public static boolean isSite(String name) {
        return SITE.matcher(name).matches();
    }

    /**
     * The event with its time put right, if the device says when it sent it and that is further
     * from the arrival than the network explains. The difference is then the clock's error, as long
     * as the clock was not set in between (the method of Snowplow's derived timestamp).
     *
     * @param event the event
     * @param arrivedAtMillis when its record arrived, ms since the epoch
     * @return the event itself if its clock is right or unknown
     */
    public Event onArrivalClock(Event event, long arrivedAtMillis) {
        long sent = event.sentAtMillis();
        if (sent <= 0 || Math.abs(arrivedAtMillis - sent) <= maxClockSkewMillis) {
            return event;
        }
        return event.withOccurredAt(event.occurredAtMillis() + (arrivedAtMillis - sent));
    }

    /**
     * Checks an event.
     *
     * @param event the event
     * @param arrivedAtMillis when its record arrived, ms since the epoch
     * @return the first fault found, or nothing
     */
    public Optional<Rejection> check(Event event, long arrivedAtMillis) {
        if (isBlank(event.eventId())) {
            return reject(ReasonCode.MISSING_ID, "event_id is empty");
        }
        if (isBlank(event.userId()) && isBlank(event.deviceId())) {
            return reject(ReasonCode.MISSING_ID, "neither user_id nor device_id is given");
        }
        if (isEmptyButGiven(event.userId()) || isEmptyButGiven(event.deviceId())) {
            return reject(ReasonCode.MISSING_ID, "user_id or device_id is given but empty");
        }
        if (event.type().isItemEvent() && isBlank(event.itemId())) {
            return reject(ReasonCode.MISSING_ITEM, event.type() + " without item_id");
        }
        if (!isSite(event.site())) {
            return reject(ReasonCode.INVALID_SITE, SITE_ALLOWED);
        }
        Optional<Rejection> time = checkTime(event.occurredAtMillis(), arrivedAtMillis);
        if (time.isPresent()) {
            return time;
        }
        Double price = event.context().price();
        if (price != null && !(price >= 0 && price <= Double.MAX_VALUE)) {
            return reject(ReasonCode.INVALID_PRICE, "price " + price + " is not zero or more");
        }
        return checkLengths(event);
    }

    /**
     * Checks an identity event. It may be of any age: somebody may undo today what was wrong for
     * long.
     *
     * @return the first fault found, or nothing
     */
    public Optional<Rejection> check(IdentityEvent event, long arrivedAtMillis) {
        if (isBlank(event.deviceId())) {
            return reject(ReasonCode.INVALID_IDENTITY, "device_id is empty");
        }
        boolean forgets = event.action() == IdentityEvent.Action.FORGET_DEVICE;
        if (!forgets && isBlank(event.userId())) {
            return reject(ReasonCode.INVALID_IDENTITY, event.action() + " without user_id");
        }
        if (!isSite(event.site())) {
            return reject(ReasonCode.INVALID_SITE, SITE_ALLOWED);
        }
        long at = event.occurredAtMillis();
        if (at <= 0) {
            return reject(ReasonCode.TIMESTAMP_TOO_OLD, "occurred_at " + at + " is not after 0");
        }
        if (at > arrivedAtMillis && at - arrivedAtMillis > maxFutureMillis) {
            return reject(
                    ReasonCode.TIMESTAMP_IN_FUTURE,
                    "occurred_at is %d ms after arrival, allowed %d"
                            .formatted(at - arrivedAtMillis, maxFutureMillis));
        }
        @Nullable String fault = tooLong("device_id", event.deviceId(), maxIdLength);
        fault = fault != null ? fault : tooLong("user_id", event.userId(), maxIdLength);
        return fault == null ? Optional.empty() : reject(ReasonCode.FIELD_TOO_LONG, fault);
    }

    private Optional<Rejection> checkTime(long occurredAt, long arrivedAt) {
        if (occurredAt <= 0) {
            return reject(
                    ReasonCode.TIMESTAMP_TOO_OLD, "occurred_at " + occurredAt + " is not after 0");
        }
        if (occurredAt > arrivedAt && occurredAt - arrivedAt > maxFutureMillis) {
            return reject(
                    ReasonCode.TIMESTAMP_IN_FUTURE,
                    "occurred_at is %d ms after arrival, allowed %d"
                            .formatted(occurredAt - arrivedAt, maxFutureMillis));
        }
        if (maxAgeMillis > 0 && arrivedAt - occurredAt > maxAgeMillis) {
            return reject(
                    ReasonCode.TIMESTAMP_TOO_OLD,
                    "occurred_at is %d ms before arrival, allowed %d"
                            .formatted(arrivedAt - occurredAt, maxAgeMillis));
        }
        return Optional.empty();
    }

    private Optional<Rejection> checkLengths(Event event) {
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
        fault = fault != null ? fault : tooLong("campaign", context.campaign(), maxFieldLength);
        fault =
                fault != null
                        ? fault
                        : tooLong("recommendation_id", context.recommendationId(), maxFieldLength);
        fault = fault != null ? fault : tooLong(context.attributes());
        DeviceSignals signals = event.signals();
        if (fault == null && signals != null) {
            fault = tooLong("network_hash", signals.networkHash(), maxIdLength);
            fault =
                    fault != null
                            ? fault
                            : tooLong("user_agent_family", signals.userAgentFamily(), maxIdLength);
            fault = fault != null ? fault : tooLong("time_zone", signals.timeZone(), maxIdLength);
        }
        return fault == null ? Optional.empty() : reject(ReasonCode.FIELD_TOO_LONG, fault);
    }

    private @Nullable String tooLong(Map<String, String> attributes) {
        if (attributes.size() > maxAttributes) {
            return "%d attributes, allowed %d".formatted(attributes.size(), maxAttributes);
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            if (attribute.getKey().length() > maxIdLength
                    || attribute.getValue().length() > maxFieldLength) {
                return "an attribute has a name of %d and a value of %d characters, allowed %d and %d"
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

    private static boolean isBlank(@Nullable String id) {
        return id == null || id.isBlank();
    }

    private static boolean isEmptyButGiven(@Nullable String id) {
        return id != null && id.isBlank();
    }

    private static Optional<Rejection> reject(ReasonCode reason, String detail) {
        return Optional.of(new Rejection(reason, detail));
    }
}
