package io.nextclick.identity;

import io.nextclick.event.Event;
import org.apache.flink.api.common.functions.FilterFunction;

/**
 * Lets events that say which network their device is on pass to {@link MatchDevices}, if devices
 * are linked by probability at all. No key, no state, no timers.
 */
public final class OfferSignals implements FilterFunction<Event> {

    private final boolean enabled;

    /**
     * @param enabled false lets nothing pass
     */
    public OfferSignals(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public boolean filter(Event event) {
        return enabled && MatchDevices.hasBlock(event);
    }
}
