package io.nextclick.session;

import io.nextclick.event.Event;
import io.nextclick.event.PastEvent;
import io.nextclick.event.PersonEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a session says up to one of its events.
 *
 * @param devices devices of the session
 * @param recentItems distinct items before the event, newest first
 * @param steps steps up to and with the event
 * @param step true if the event is one
 */
record VisitSoFar(String[] devices, String[] recentItems, int steps, boolean step) {

    private static final String[] NONE = {};

    /**
     * Looks at a session.
     *
     * @param session its events, in order of time
     * @param place the event's place among them
     */
    static VisitSoFar of(List<PastEvent> session, int place, SessionRules rules) {
        String lastItem = null;
        int steps = 0;
        boolean step = false;
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
        }
        return new VisitSoFar(
                devices.toArray(NONE),
                recentItems(session, place, rules.recentItems()),
                Math.max(steps, 1),
                step);
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

    PersonEvent event(
            String personKey, long sequence, Event event, boolean learn, String[] ownedItems) {
        return new PersonEvent(
                personKey, sequence, event, devices, recentItems, steps, step, learn, ownedItems);
    }
}
