package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.EventType;
import io.nextclick.flow.PastEvent;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.VisitPairs;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a session says up to one of its events.
 *
 * @param devices devices of the session
 * @param recentItems distinct items before the event, newest first
 * @param path steps before the event, newest first, each as the place of its item among the recent
 *     ones, -1 if it is not there
 * @param steps steps up to and with the event
 * @param step true if the event is one
 * @param dismissed items that were put into the cart and out again
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
        int steps = 0;
        boolean step = false;
        Deque<String> before = new ArrayDeque<>();
        Set<String> devices = new LinkedHashSet<>();
        String lastDevice = null;
        for (int i = 0; i < session.size(); i++) {
            PastEvent each = session.get(i);
            String device = each.deviceId();
            if (device != null
                    && !device.equals(lastDevice)
                    && devices.size() < rules.maxDistinct()) {
                devices.add(device);
                lastDevice = device;
            }
            String item = each.itemId();
            if (i > place || item == null || !each.type().isInterest()) {
                continue;
            }
            // A step moves the session to an item. Putting the item one looks at into the cart is
            // none; looking at it again is one, since the person navigated to it again.
            boolean moves = each.type().isNavigation() || !item.equals(lastItem);
            steps += moves ? 1 : 0;
            lastItem = item;
            step = i == place && moves;
            if (moves && i < place) {
                before.addFirst(each.shown() ? item : "");
                if (before.size() > VisitPairs.MAX_STEPS) {
                    before.removeLast();
                }
            }
        }
        String[] recent = recentItems(session, place, rules.recentItems());
        return new VisitSoFar(
                devices.toArray(NONE),
                recent,
                path(before, recent),
                Math.max(steps, 1),
                step,
                dismissed(session, place),
                categories(session, place));
    }

    private static String[] recentItems(List<PastEvent> session, int place, int most) {
        Set<String> recent = new LinkedHashSet<>();
        for (int i = place - 1; i >= 0 && recent.size() < most; i--) {
            PastEvent each = session.get(i);
            if (each.itemId() != null && each.shown() && each.type().isInterest()) {
                recent.add(each.itemId());
            }
        }
        return recent.toArray(NONE);
    }

    private static String[] categories(List<PastEvent> session, int place) {
        Set<String> categories = new LinkedHashSet<>();
        for (int i = place; i >= 0 && categories.size() < MOST_CATEGORIES; i--) {
            String category = session.get(i).category();
            if (category != null && session.get(i).shown()) {
                categories.add(category);
            }
        }
        return categories.toArray(NONE);
    }

    private static String[] dismissed(List<PastEvent> session, int place) {
        Set<String> dismissed = new LinkedHashSet<>();
        for (int i = 0; i <= place; i++) {
            PastEvent each = session.get(i);
            String item = each.itemId();
            if (item != null && each.type() == EventType.REMOVE_FROM_CART) {
                dismissed.add(item);
            } else if (item != null && each.type() == EventType.ADD_TO_CART) {
                dismissed.remove(item);
            }
        }
        return dismissed.toArray(NONE);
    }

    private static byte[] path(Deque<String> newestFirst, String[] recent) {
        byte[] path = new byte[newestFirst.size()];
        List<String> places = Arrays.asList(recent);
        int step = 0;
        for (String item : newestFirst) {
            path[step++] = (byte) places.indexOf(item);
        }
        return path;
    }

    /** The event with what the visit says. */
    public PersonEvent event(
            String personKey, long sequence, Event event, boolean learn, String[] ownedItems) {
        return new PersonEvent(
                personKey,
                sequence,
                event,
                new PersonEvent.Visit(recentItems, path, steps, step, learn, dismissed, categories),
                new PersonEvent.Person(devices, ownedItems, null));
    }
}
