package io.nextclick.flow;

import org.jspecify.annotations.Nullable;

/**
 * All anonymous events of a device that a person has from a time on. It takes the place of what the
 * person had of that device before, so to repeat it changes nothing.
 *
 * @param deviceId the device
 * @param fromMillis only what the person has from then on is replaced; {@link Long#MIN_VALUE} for
 *     all
 * @param events the events, in order of time
 * @param movedTo the person who has the others now, if this one lost some
 * @param followed true if an event of the person comes next, which is answered with a list
 * @param forgotten true if nobody has any of it any more
 */
public record DeviceHistory(
        String deviceId,
        long fromMillis,
        PastEvent[] events,
        @Nullable String movedTo,
        boolean followed,
        boolean forgotten) {

    /** A history that comes by itself; forgotten if there is nothing, and nobody has more. */
    public DeviceHistory(
            String deviceId, long fromMillis, PastEvent[] events, @Nullable String movedTo) {
        this(deviceId, fromMillis, events, movedTo, false, movedTo == null && events.length == 0);
    }

    /** The same, followed by an event of the person. */
    public DeviceHistory beforeEvent() {
        return new DeviceHistory(deviceId, fromMillis, events, movedTo, true, forgotten);
    }

    /** The same with fewer events. */
    public DeviceHistory with(PastEvent[] some) {
        return new DeviceHistory(deviceId, fromMillis, some, movedTo, followed, forgotten);
    }

    /** True if the person has lost some of it, or all of it. */
    public boolean isLoss() {
        return movedTo != null || forgotten;
    }

    /** True if an event of it came from a list. */
    public boolean isListed() {
        for (PastEvent event : events) {
            if (event.list() != null) {
                return true;
            }
        }
        return false;
    }

    /** True if it takes the place of what the person has of a source at a time. */
    public boolean replaces(String source, long occurredAtMillis) {
        return source.equals(deviceId) && occurredAtMillis >= fromMillis;
    }
}
