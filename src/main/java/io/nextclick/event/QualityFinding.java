package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * Something in the behaviour data that somebody should look at. Nothing is refused for it.
 *
 * @param kind what was found
 * @param site the tenant
 * @param personId the person, if it is about one
 * @param deviceId the device, if it is about one
 * @param eventId the event that showed it, if one did
 * @param occurredAtMillis event time, ms since the epoch
 * @param detail figures in words; no field values of the event but ids
 */
public record QualityFinding(
        Kind kind,
        String site,
        @Nullable String personId,
        @Nullable String deviceId,
        @Nullable String eventId,
        long occurredAtMillis,
        String detail) {

    /** Metric group under which every operator counts its findings. */
    public static final String METRIC_GROUP = "findings";

    /** What can be found; each has a counter of that name. */
    public enum Kind {
        /** A checkout of a person who is not known to have put anything into the cart. */
        CHECKOUT_WITHOUT_CART,
        /** An item was taken out of a cart that it was not put into. */
        REMOVAL_WITHOUT_CART,
        /** A logout from a device on which nobody is known to be logged in. */
        LOGOUT_WITHOUT_LOGIN,
        /** The events of a device are far from their arrival, always by about as much. */
        CLOCK_SKEW,
        /** A session longer than sessions are; it counts as one of the longest allowed. */
        OUTLIER_SESSION,
        /** More users on one device than a private device has. */
        SHARED_DEVICE,
        /** Two devices that may be one person's, too uncertain to be linked. */
        UNCERTAIN_LINK,
        /** More impressions and pings in a minute than pages send. */
        PASSIVE_FLOOD,
        /** A field that cannot be what it says was taken for absent. */
        IGNORED_FIELD,
        /** An event id that was given to another event already; both count. */
        CONFLICTING_ID,
        /** More devices than one user has. */
        MANY_DEVICES,
        /**
         * A device was linked to a user id that is itself a linked device, or the other way round.
         */
        LINK_CHAIN,
        /** A session with prices in more currencies than are kept apart. */
        TOO_MANY_CURRENCIES
    }

    /** Key of what it is about: the person, else the device. */
    public String subjectKey() {
        String subject = personId != null ? personId : String.valueOf(deviceId);
        return SiteKey.of(site, subject);
    }
}
