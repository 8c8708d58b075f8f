package io.nextclick.flow;

import io.nextclick.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What reaches a person: one of their events, or the history of a device that has become theirs or
 * is no longer theirs.
 *
 * @param personKey person among all sites
 * @param event the event, or null
 * @param shown false keeps the event's item out of the person's recent items
 * @param history the history, or null
 */
public record PersonInput(
        String personKey, @Nullable Event event, boolean shown, @Nullable DeviceHistory history) {

    /** An event of a person. */
    public static PersonInput of(String personKey, Event event) {
        return new PersonInput(personKey, event, true, null);
    }

    /** What a person has of a device. */
    public static PersonInput of(String personKey, DeviceHistory history) {
        return new PersonInput(personKey, null, true, history);
    }
}
