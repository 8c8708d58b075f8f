package io.nextclick.evaluate;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prequential hit rate of the next click: how often the list made after one event holds the item
 * that the person turns to next, while the engine keeps learning.
 *
 * <p>A next click is a navigation event of a person that comes, by event time, not before and at
 * most the gap after that person's last event that asks for a list. It is a hit if its item is
 * among the first {@value #LIST_LENGTH} items of the list which that last event triggered. An event
 * that is older than its person's last one is neither a next click nor replaces it. The view of the
 * page that a click opened is no next click: it is the click's.
 *
 * <p>The list may come before or after the next click is known; until it comes, the click counts as
 * a miss, and stays one if it never comes. {@link #event} must be called in stream order and before
 * the event's list can arrive, that is before the event is sent. All methods may be called from any
 * thread.
 *
 * <p>Memory: at most {@code maxEntries} persons that may click next, each dropped once event time
 * is past its gap, and at most {@code maxEntries} clicks that wait for their list. The waiting ones
 * do not age by event time, since in a fast replay the gap passes sooner than a list arrives.
 */
public final class NextClickHits {

    /** The gap that is usual for sessions: 30 minutes, ms. */
    public static final long DEFAULT_GAP_MILLIS = 1_800_000;

    /** Items of a list that count. */
    public static final int LIST_LENGTH = 20;

    private static final int WINDOW = 10_000;

    private final long gapMillis;
    private final int maxEntries;

    /** By event id, oldest first: the last list-asking event of every person that may click. */
    private final LinkedHashMap<String, Asked> open = new LinkedHashMap<>();

    private final Map<String, Asked> openByPerson = new LinkedHashMap<>();

    /** By event id of the asking event, oldest first: the clicked item of a list not yet here. */
    private final LinkedHashMap<String, String> waiting = new LinkedHashMap<>();

    private final BitSet window = new BitSet(WINDOW);
    private long resolved;
    private long nextClicks;
    private long hits;
    private long latestMillis = Long.MIN_VALUE;

    private static final class Asked {
        private final String eventId;
        private final String personKey;
        private final long atMillis;

        private final EventType type;
        private final @Nullable String itemId;
        private @Nullable Set<String> items;

        Asked(Event event) {
            this.eventId = event.eventId();
            this.personKey = event.personKey();
            this.atMillis = event.occurredAtMillis();
            this.type = event.type();
            this.itemId = event.itemId();
        }

        /** True of the page that its click opened. */
        boolean opened(Event event) {
            return event.type().isOpenedBy(type) && Objects.equals(itemId, event.itemId());
        }
    }

    /**
     * A metric with nothing counted.
     *
     * @param gapMillis longest time from the asking event to its next click, ms of event time
     * @param maxEntries most persons and most waiting clicks kept
     * @throws IllegalArgumentException if either is not more than 0
     */
    public NextClickHits(long gapMillis, int maxEntries) {
        if (gapMillis <= 0 || maxEntries <= 0) {
            throw new IllegalArgumentException(
                    "gap and entries must be more than 0: %d ms, %d"
                            .formatted(gapMillis, maxEntries));
        }
        this.gapMillis = gapMillis;
        this.maxEntries = maxEntries;
    }

    /** Takes an event, in stream order; a repeated event id is ignored while it is known. */
    public synchronized void event(Event event) {
        if (open.containsKey(event.eventId()) || waiting.containsKey(event.eventId())) {
            return;
        }
        String person = event.personKey();
        Asked last = openByPerson.get(person);
        if (last != null && event.occurredAtMillis() < last.atMillis) {
            return;
        }
        String item = event.itemId();
        if (last != null
                && item != null
                && event.type().isNavigation()
                && !last.opened(event)
                && event.occurredAtMillis() - last.atMillis <= gapMillis) {
            click(last, item);
        }
        if (event.type().asksForList()) {
            if (last != null) {
                open.remove(last.eventId);
            }
            Asked asked = new Asked(event);
            open.put(asked.eventId, asked);
            openByPerson.put(person, asked);
        }
        latestMillis = Math.max(latestMillis, event.occurredAtMillis());
        dropOld();
    }

    /**
     * Takes the list that an event triggered; the first one counts, one for an event no longer of
     * interest is ignored.
     *
     * @param triggerEventId id of the event that asked for it
     * @param items item ids, best first, of any length
     */
    public synchronized void list(String triggerEventId, List<String> items) {
        Set<String> shown = new HashSet<>(items.subList(0, Math.min(LIST_LENGTH, items.size())));
        Asked asked = open.get(triggerEventId);
        if (asked != null) {
            if (asked.items == null) {
                asked.items = shown;
            }
            return;
        }
        String clicked = waiting.remove(triggerEventId);
        if (clicked != null) {
            resolve(shown.contains(clicked));
        }
    }

    /** Next clicks so far, with those whose list has not come. */
    public synchronized long nextClicks() {
        return nextClicks;
    }

    /** Next clicks whose item was in the list. */
    public synchronized long hits() {
        return hits;
    }

    /** Next clicks whose list has not come yet; they count as misses for now. */
    public synchronized long waitingForList() {
        return waiting.size();
    }

    /** Hits per next click, 0 to 1; empty before the first. */
    public synchronized OptionalDouble hitRate() {
        return nextClicks == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) hits / nextClicks);
    }

    /** Hits per next click among the last 10,000 that were decided; empty before the first. */
    public synchronized OptionalDouble recentHitRate() {
        return resolved == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(window.cardinality() / (double) Math.min(resolved, WINDOW));
    }

    private void click(Asked last, String item) {
        nextClicks++;
        Set<String> items = last.items;
        if (items != null) {
            resolve(items.contains(item));
        } else {
            waiting.put(last.eventId, item);
        }
    }

    private void resolve(boolean hit) {
        window.set((int) (resolved % WINDOW), hit);
        resolved++;
        if (hit) {
            hits++;
        }
    }

    private void dropOld() {
        Iterator<Asked> oldest = open.values().iterator();
        while (oldest.hasNext()) {
            Asked asked = oldest.next();
            if (open.size() <= maxEntries && latestMillis - asked.atMillis <= gapMillis) {
                break;
            }
            oldest.remove();
            openByPerson.remove(asked.personKey);
        }
        Iterator<String> longestWaiting = waiting.keySet().iterator();
        while (waiting.size() > maxEntries) {
            longestWaiting.next();
            longestWaiting.remove();
            resolve(false);
        }
    }
}
