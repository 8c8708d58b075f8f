package io.nextclick.event;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checks that one event must pass by itself. Nothing here throws: a fault is a {@link
 * Rejection}.
 *
 * @param maxFutureMillis how far an event may be ahead of its arrival
 * @param maxAgeMillis how old it may be at its arrival; 0 allows any age
 * @param maxClockSkewMillis how far both times of an event may be ahead of its arrival; beyond it
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

    /** A clock is not further ahead than this, about ten years; a larger time is another fault. */
    private static final long MOST_AHEAD_MILLIS = 3_650L * 86_400_000;

    private static final Pattern SITE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** True for the name of a site. */
    public static boolean isSite(String name) {
        return SITE.matcher(name).matches();
    }

    /**
     * The event with its time put right, if by its own two times it happened and was sent after it
     * arrived. No delay explains that, so the clock that both are of is ahead, by as much as the
     * sending is ahead of the arrival. A time that is possible is never moved: an event that
     * arrives long after its sending was delayed, be it by a queue, an outage or a repair.
     *
     * @param event the event
     * @param arrivedAtMillis when its record arrived, ms since the epoch
     */
    public Event onArrivalClock(Event event, long arrivedAtMillis) {
        return isAhead(event, arrivedAtMillis)
                ? event.withOccurredAt(
                        event.occurredAtMillis() - (event.sentAtMillis() - arrivedAtMillis))
                : event;
    }

    private boolean isAhead(Event event, long arrivedAtMillis) {
        long sent = event.sentAtMillis();
        return sent >= event.occurredAtMillis()
                && event.occurredAtMillis() > arrivedAtMillis + maxClockSkewMillis
                && sent - arrivedAtMillis <= MOST_AHEAD_MILLIS;
    }

    /**
     * Which fields of an event cannot be what they say, see {@link IgnoredFields}; 0 for none.
     *
     * @param arrivedAtMillis when its record arrived, ms since the epoch
     */
    public int ignoredFields(Event event, long arrivedAtMillis) {
        long sent = event.sentAtMillis();
        boolean sentAtWrong =
                sent != 0
                        && (sent < event.occurredAtMillis() - maxClockSkewMillis
                                || sent > arrivedAtMillis + maxClockSkewMillis)
                        && !isAhead(event, arrivedAtMillis);
        return IgnoredFields.of(event, sentAtWrong);
    }

    /** The event without these fields. */
    public Event without(int fields, Event event) {
        return IgnoredFields.drop(event, fields);
    }

    /** The finding that these fields of an event were ignored. */
    public QualityFinding ignored(int fields, Event event) {
        return new QualityFinding(
                QualityFinding.Kind.IGNORED_FIELD,
                event.site(),
                event.userId(),
                event.deviceId(),
                event.eventId(),
                event.occurredAtMillis(),
                "taken for absent: " + IgnoredFields.names(fields));
    }

    /**
     * Checks an event.
     *
     * @param event the event
     * @param arrivedAtMillis when its record arrived, ms since the epoch
     * @return the first fault found, or nothing
     */
    public Optional<Rejection> check(Event event, long arrivedAtMillis) {
        if (isBlank(event.eventId()) || IgnoredFields.isNothing(event.eventId())) {
            return reject(ReasonCode.MISSING_ID, "event_id is empty or says that there is none");
        }
        if (isEmptyButGiven(event.userId())) {
            return reject(ReasonCode.MISSING_ID, "user_id is given but empty");
        }
        if (isEmptyButGiven(event.deviceId())) {
            return reject(ReasonCode.MISSING_ID, "device_id is given but empty");
        }
        if (event.userId() == null && event.deviceId() == null) {
            return reject(
                    ReasonCode.MISSING_ID, "neither user_id nor device_id is given and is an id");
        }
        if (event.type().isItemEvent() && isBlank(event.itemId()) && !isImpressionOfList(event)) {
            return reject(ReasonCode.MISSING_ITEM, event.type() + " without item_id");
        }
        if (!isSite(event.site())) {
            return reject(ReasonCode.INVALID_SITE, SITE_ALLOWED);
        }
        Optional<Rejection> time = checkTime(event.occurredAtMillis(), arrivedAtMillis);
        if (time.isPresent()) {
            return time;
        }
        Optional<Rejection> price = checkPrice(event.context().price(), event.context().currency());
        if (price.isPresent()) {
            return price;
        }
        Optional<Rejection> quantity = checkQuantity(event);
        return quantity.isPresent() ? quantity : lengths().check(event);
    }

    /** Checks a price and its currency, of an event or of an item. */
    public static Optional<Rejection> checkPrice(
            @Nullable Double price, @Nullable String currency) {
        if (price != null && Money.micros(price) == Money.UNKNOWN) {
            return reject(
                    ReasonCode.INVALID_PRICE,
                    "price %s is not between 0 and %d with at most 6 decimals"
                            .formatted(price, Money.MOST));
        }
        if (currency != null && !currency.isEmpty() && !Money.isCurrency(currency)) {
            return reject(
                    ReasonCode.INVALID_CURRENCY,
                    "currency is not three capital letters (ISO 4217)");
        }
        return Optional.empty();
    }

    private static Optional<Rejection> checkQuantity(Event event) {
        Integer quantity = event.context().quantity();
        if (quantity == null) {
            return Optional.empty();
        }
        int least = event.type().movesPieces() ? 1 : 0;
        if (quantity < least || quantity > Money.MOST_PIECES) {
            return reject(
                    ReasonCode.INVALID_QUANTITY,
                    "quantity %d of %s is not between %d and %d"
                            .formatted(quantity, event.type(), least, Money.MOST_PIECES));
        }
        long micros = Money.micros(event.context().price());
        if (quantity > 1 && micros > Money.MOST * Money.MICROS / quantity) {
            return reject(
                    ReasonCode.INVALID_QUANTITY,
                    "quantity %d times price %s is more than %d"
                            .formatted(quantity, event.context().price(), Money.MOST));
        }
        return Optional.empty();
    }

    /**
     * Checks an identity event. It may be of any age: somebody may undo today what was wrong for
     * long.
     *
     * @return the first fault found, or nothing
     */
    public Optional<Rejection> check(IdentityEvent event, long arrivedAtMillis) {
        if (isBlank(event.deviceId()) || IgnoredFields.isNoId(event.deviceId())) {
            return reject(ReasonCode.INVALID_IDENTITY, "device_id is empty or no id");
        }
        boolean forgets = event.action() == IdentityEvent.Action.FORGET_DEVICE;
        if (!forgets && (isBlank(event.userId()) || IgnoredFields.isNoId(event.userId()))) {
            return reject(
                    ReasonCode.INVALID_IDENTITY, event.action() + ": user_id is empty or no id");
        }
        if (!isSite(event.site())) {
            return reject(ReasonCode.INVALID_SITE, SITE_ALLOWED);
        }
        Optional<Rejection> time = checkClock(event.occurredAtMillis(), arrivedAtMillis);
        if (time.isPresent()) {
            return time;
        }
        return lengths().check(event);
    }

    private Optional<Rejection> checkTime(long occurredAt, long arrivedAt) {
        Optional<Rejection> fault = checkClock(occurredAt, arrivedAt);
        if (fault.isEmpty() && maxAgeMillis > 0 && arrivedAt - occurredAt > maxAgeMillis) {
            return reject(
                    ReasonCode.TIMESTAMP_TOO_OLD,
                    "occurred_at is %d ms before arrival, allowed %d"
                            .formatted(arrivedAt - occurredAt, maxAgeMillis));
        }
        return fault;
    }

    private Optional<Rejection> checkClock(long occurredAt, long arrivedAt) {
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
        return Optional.empty();
    }

    private TextLengths lengths() {
        return new TextLengths(maxIdLength, maxFieldLength, maxAttributes);
    }

    private static boolean isImpressionOfList(Event event) {
        return event.type() == EventType.IMPRESSION
                && !event.context().list().items().isEmpty()
                && event.context().list().items().stream()
                        .noneMatch(each -> isBlank(each.itemId()));
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
