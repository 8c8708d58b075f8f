package io.nextclick.demo;

import io.nextclick.event.EventType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fault of the shop's tag: for some time it loses the events of a type, as after a release of a
 * page. Nothing else says so than the alarm that it should raise.
 *
 * @param type what is lost; null if nothing ever is
 * @param after the start of the traffic; by then the series is learnt
 * @param duration how long
 */
record BrokenTag(@Nullable EventType type, Duration after, Duration duration) {

    /** Series are judged after so much, the shop's past at the start included. */
    static final Duration LEARN = Duration.ofMinutes(5);

    /** When it breaks: two whole minutes are judged before. */
    static final Duration AFTER = Duration.ofMinutes(6);

    /** What can be lost: what every minute of the shop has enough of. */
    static final List<EventType> TYPES =
            List.of(
                    EventType.ADD_TO_CART,
                    EventType.IMPRESSION,
                    EventType.CLICK,
                    EventType.VIEW,
                    EventType.SEARCH,
                    EventType.PURCHASE);

    /** A tag that works. */
    static final BrokenTag NONE = new BrokenTag(null, AFTER, Duration.ZERO);

    /**
     * True if the event is lost.
     *
     * @param sinceStartMillis when it happened after the start of the traffic, ms
     */
    boolean loses(EventType event, long sinceStartMillis) {
        long since = sinceStartMillis - after.toMillis();
        return event == type && since >= 0 && since < duration.toMillis();
    }

    /** What is going on, in a line. */
    String inWords() {
        return "the tag breaks after %s: for %s it loses %s"
                .formatted(minutes(after), minutes(duration), type);
    }

    private static String minutes(Duration duration) {
        return Figures.format("%.1f min", duration.toMillis() / 60_000.0);
    }
}
