package io.nextclick.event;

import org.jspecify.annotations.Nullable;

/**
 * What reaches a person: one of their events, or the history of a device that has become theirs or
 * is no longer theirs.
 *
 * @param personKey person among all sites
 * @param event the event, or null
 * @param history the history, or null
 */
public record PersonInput(
        String personKey, @Nullable Event event, @Nullable DeviceHistory history) {}
