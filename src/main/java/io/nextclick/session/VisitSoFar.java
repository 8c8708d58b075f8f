package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PersonMetrics;
import io.nextclick.flow.VisitPairs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session says up to one of its events.
 *
 * @param devices devices of the session
 * @param recentItems distinct items before the event, newest first
 * @param path steps before the event, newest first, each as the place of its item among the recent
 *     ones, -1 if it is not there
 * @param steps steps up to and with the event
 * @param step true if the event is one
 * @param dismissed items that were put into the cart and out again, to the last piece
 * @param categories categories turned to, newest first, at most {@value #MOST_CATEGORIES}
 */
public record VisitSoFar(
        String[] devices,
        String[] recentItems,
        byte[] path,
        int steps,
        boolean step,
        String[] dismissed,
        String[] categories) {

    private static final String[] NONE = {};
    private static final int MOST_CATEGORIES = 5;

    /**
     * Looks at a session.
     *
     * @param session its events, in order of time
     * @param place the event's place among them
     */
    public static VisitSoFar of(List<PastEvent> session, int place, SessionSettings rules) {
        String lastItem = null;
        EventType last = EventType.UNKNOWN;
        int steps = 0;
        boolean step = false;
        boolean removes = false;
        // The items of the last steps before the event, each at its number's remainder.
        String[] before = new String[Math.min(place, VisitPairs.MAX_STEPS)];
        int stepsBefore = 0;
        for (int i = 0; i <= place; i++) {
            PastEvent each = session.get(i);
            String item = each.itemId();
            removes |= each.type() == EventType.REMOVE_FROM_CART;
            if (item == null || !each.type().isInterest()) {
                continue;
            }
            // A step moves the session to an item. Putting the item one looks at into the cart is
            // none; looking at it again is one, since the person navigated to it again. The page
            // that a click opens is the click's step.
            boolean opened = each.type().isOpenedBy(last);
            boolean moves = !item.equals(lastItem) || (each.type().isNavigation() && !opened);
            steps += moves ? 1 : 0;
            lastItem = item;
            last = each.type();
            step = i == place && moves;
            if (moves && i < place) {
                before[stepsBefore++ % before.length] = each.shown() ? item : "";
            }
        }
        String[] recent = recentItems(session, place, rules.recentItems());
        return new VisitSoFar(
                devices(session, rules.maxDistinct()),
                recent,
                path(before, stepsBefore, recent),
                Math.max(steps, 1),
                step,
                removes ? dismissed(session, place) : NONE,
                categories(session, place));
    }

    /** What a whole session says, after its last event; empty if it has none. */
    static VisitSoFar ofAll(List<PastEvent> session, SessionSettings rules) {
        int size = session.size();
        return new VisitSoFar(
                devices(session, rules.maxDistinct()),
                recentItems(session, size, rules.recentItems()),
                new byte[0],
                1,
                false,
                dismissed(session, size - 1),
                categories(session, size - 1));
    }

    private static String[] devices(List<PastEvent> session, int most) {
        String[] devices = NONE;
        String last = null;
        for (int i = 0; i < session.size() && devices.length < most; i++) {
            String device = session.get(i).deviceId();
            if (device != null
                    && !device.equals(last)
                    && !isAmong(devices, devices.length, device)) {
                devices = Arrays.copyOf(devices, devices.length + 1);
                devices[devices.length - 1] = device;
            }
            last = device == null ? last : device;
        }
        return devices;
    }

    private static String[] recentItems(List<PastEvent> session, int place, int most) {
        String[] recent = place == 0 ? NONE : new String[Math.min(place, most)];
        int count = 0;
        for (int i = place - 1; i >= 0 && count < recent.length; i--) {
            PastEvent each = session.get(i);
            String item = each.itemId();
            if (item != null
                    && each.shown()
                    && each.type().isInterest()
                    && !isAmong(recent, count, item)) {
                recent[count++] = item;
            }
        }
        return count == recent.length ? recent : Arrays.copyOf(recent, count);
    }

    private static String[] categories(List<PastEvent> session, int place) {
        String[] categories = NONE;
        for (int i = place; i >= 0 && categories.length < MOST_CATEGORIES; i--) {
            PastEvent each = session.get(i);
            String category = each.category();
            if (category != null
                    && each.shown()
                    && !each.type().isPassive()
                    && each.type() != EventType.NOT_INTERESTED
                    && !isAmong(categories, categories.length, category)) {
                categories = Arrays.copyOf(categories, categories.length + 1);
                categories[categories.length - 1] = category;
            }
        }
        return categories;
    }

    private static boolean isAmong(String[] texts, int count, String text) {
        for (int i = 0; i < count; i++) {
            if (texts[i].equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static String[] dismissed(List<PastEvent> session, int place) {
        Set<String> dismissed = new LinkedHashSet<>();
        Map<String, Long> pieces = new HashMap<>();
        for (int i = 0; i <= place; i++) {
            PastEvent each = session.get(i);
            String item = each.itemId();
            if (item == null || !each.type().movesPieces()) {
                continue;
            }
            long before = pieces.getOrDefault(item, 0L);
            switch (each.type()) {
                case ADD_TO_CART -> {
                    pieces.put(item, before + each.quantity());
                    dismissed.remove(item);
                }
                case REMOVE_FROM_CART -> {
                    pieces.put(item, Math.max(before - each.quantity(), 0));
                    if (before <= each.quantity()) {
                        dismissed.add(item);
                    }
                }
                default -> pieces.remove(item);
            }
        }
        return dismissed.toArray(NONE);
    }

    private static byte[] path(String[] before, int steps, String[] recent) {
        byte[] path = new byte[Math.min(steps, before.length)];
        for (int i = 0; i < path.length; i++) {
            String item = before[(steps - 1 - i) % before.length];
            path[i] = -1;
            for (int place = recent.length - 1; place >= 0; place--) {
                path[i] = recent[place].equals(item) ? (byte) place : path[i];
            }
        }
        return path;
    }

    /** The event with what the visit says. */
    public PersonEvent event(
            String personKey, long sequence, Event event, boolean learn, String[] ownedItems) {
        return event(personKey, sequence, event, learn, ownedItems, null);
    }

    /** The same with what the person was like. */
    PersonEvent event(
            String personKey,
            long sequence,
            Event event,
            boolean learn,
            String[] ownedItems,
            @Nullable PersonMetrics metrics) {
        return new PersonEvent(
                personKey,
                sequence,
                event,
                new PersonEvent.Visit(recentItems, path, steps, step, learn, dismissed, categories),
                new PersonEvent.Person(devices, ownedItems, metrics));
    }
}
