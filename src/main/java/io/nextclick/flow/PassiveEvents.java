package io.nextclick.flow;

import java.util.List;
import java.util.function.Function;

/**
 * The bound of passive events where events are remembered: it is apart from that of deeds, so that
 * pages full of tiles push out nothing that somebody did.
 */
public final class PassiveEvents {

    private PassiveEvents() {}

    /**
     * Number of passive events.
     *
     * @param of what is remembered of an element
     */
    public static <T> int count(List<T> events, Function<T, PastEvent> of) {
        int passive = 0;
        for (int i = 0; i < events.size(); i++) {
            passive += of.apply(events.get(i)).type().isPassive() ? 1 : 0;
        }
        return passive;
    }

    /**
     * Removes the oldest passive event of a visit that neither begins nor ends it nor bridges a
     * pause in it, so that the visit keeps its extent.
     *
     * @param events events in order of time
     * @param from place of the first event that may be looked at
     * @param of what is remembered of an element
     * @param gapMillis pause between two visits
     * @return false if there is none
     */
    public static <T> boolean dropOldest(
            List<T> events, int from, Function<T, PastEvent> of, long gapMillis) {
        for (int i = from + 1; i + 1 < events.size(); i++) {
            long before = of.apply(events.get(i - 1)).occurredAtMillis();
            long after = of.apply(events.get(i + 1)).occurredAtMillis();
            if (of.apply(events.get(i)).type().isPassive() && after - before <= gapMillis) {
                events.remove(i);
                return true;
            }
        }
        return false;
    }
}
