package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * One thing a visitor did, decoded and inside the job.
 *
 * @param eventId unique id given by the producer
 * @param type what happened
 * @param occurredAtMillis when, by the producer's clock, ms since the epoch
 * @param site the tenant
 * @param userId logged-in user; at least one of user and device is present in a valid event
 * @param deviceId browser or app install
 * @param sourceSessionId the site's own session id; sessions are not stitched by it
 * @param itemId product or article; present in every valid item event
 * @param context details
 * @param sentAtMillis when the device sent it, by the clock of {@code occurredAtMillis}; 0 if it
 *     does not say
 * @param signals what the device lets be known of itself
 */
public record Event(
        String eventId,
        EventType type,
        long occurredAtMillis,
        String site,
        @Nullable String userId,
        @Nullable String deviceId,
        @Nullable String sourceSessionId,
        @Nullable String itemId,
        EventContext context,
        long sentAtMillis,
        @Nullable DeviceSignals signals) {

    /** An event of a device that says nothing of its clock and of itself. */
    public Event(
            String eventId,
            EventType type,
            long occurredAtMillis,
            String site,
            @Nullable String userId,
            @Nullable String deviceId,
            @Nullable String sourceSessionId,
            @Nullable String itemId,
            EventContext context) {
        this(
                eventId,
                type,
                occurredAtMillis,
                site,
                userId,
                deviceId,
                sourceSessionId,
                itemId,
                context,
                0,
                null);
    }

    /** What stands for an event where nothing happened. */
    public static Event nothing(String id, long millis, String site, @Nullable String userId) {
        return new Event(
                id, EventType.UNKNOWN, millis, site, userId, null, null, null, EventContext.NONE);
    }

    /** The same event at another time. */
    public Event withOccurredAt(long millis) {
        return with(millis, context);
    }

    /** The same with its price as {@link Money} keeps it, in a currency if it states none. */
    public Event pricedIn(String defaultCurrency) {
        Double price = context.price();
        if (price == null) {
            return this;
        }
        double exact = Money.value(Money.micros(price));
        String stated = context.currency();
        boolean lacks = stated == null || stated.isEmpty();
        return lacks || exact != price
                ? with(occurredAtMillis, context.withPrice(exact, lacks ? defaultCurrency : stated))
                : this;
    }

    /** The same as if it stated no price. */
    public Event withoutPrice() {
        return with(occurredAtMillis, context.withPrice(null, context.currency()));
    }

    private Event with(long millis, EventContext details) {
        return new Event(
                eventId,
                type,
                millis,
                site,
                userId,
                deviceId,
                sourceSessionId,
                itemId,
                details,
                sentAtMillis,
                signals);
    }

    /**
     * The person, as far as one event alone says: the user, else the device.
     *
     * @throws IllegalStateException for an event with neither, which {@link EventChecks} refuses
     */
    public String personId() {
        String person = userId != null ? userId : deviceId;
        if (person == null) {
            throw new IllegalStateException("event " + eventId + " has no user and no device");
        }
        return person;
    }

    /** Key of the person among all sites. */
    public String personKey() {
        return SiteKey.of(site, personId());
    }

    /** The item that the visitor is at; null if they are at none, or it is one they do not want. */
    public @Nullable String currentItem() {
        return type == EventType.NOT_INTERESTED ? null : itemId;
    }

    /** The surface of its page, where a list for it is shown. */
    public Surface surface() {
        return Surface.of(context.pageType());
    }

    /** Key of what sent the event, device before user: repeated deliveries share it. */
    public String sourceKey() {
        return deviceId != null ? SiteKey.of(site, deviceId) : personKey();
    }

    /** The same with what the making of a list and learning from it read, and nothing else. */
    public Event forList() {
        EventContext read = context.forList(site);
        if (sourceSessionId == null
                && sentAtMillis == 0
                && signals == null
                && read.equals(context)) {
            return this;
        }
        return new Event(
                eventId, type, occurredAtMillis, site, userId, deviceId, null, itemId, read);
    }
}
