package io.nextclick.alarm;

import io.nextclick.event.Event;
import io.nextclick.flow.PersonInput;

/** Counts the events of persons by type, and those that are handled late. */
public final class CountEvents implements SeriesReader<PersonInput> {

    private final long lagMillis;

    /**
     * @param lagMillis an event that is handled so long after its arrival is late, ms
     */
    public CountEvents(long lagMillis) {
        this.lagMillis = lagMillis;
    }

    @Override
    public void read(PersonInput input, long arrivedMillis, long nowMillis, Tallies into) {
        Event event = input.event();
        if (event == null) {
            return;
        }
        SiteTallies arrived = into.of(event.site(), SeriesCount.minuteOf(arrivedMillis));
        arrived.event(event);
        long now = SeriesCount.minuteOf(nowMillis);
        SiteTallies handled = into.of(event.site(), now);
        handled.handled(nowMillis - arrivedMillis > lagMillis);
    }
}
