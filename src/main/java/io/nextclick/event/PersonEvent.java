package io.nextclick.event;

import java.util.ArrayList;
import java.util.List;

/**
 * An event at its person, with what the visit so far says: what to learn and what to ask.
 *
 * @param personKey person among all sites
 * @param sequence grows with every event of the person, also where everything else about them was
 *     forgotten in between
 * @param event the event
 * @param deviceIds devices of the session
 * @param recentItems distinct items of the session before the event, newest first; may hold the
 *     event's own item if the person came back to it
 * @param steps steps of the session up to and with this event
 * @param step true if the event moves the session to an item, so pairs are learnt from it
 * @param learn false keeps the event out of everything that is learnt
 * @param ownedItems items the person bought, not to be recommended
 */
public record PersonEvent(
        String personKey,
        long sequence,
        Event event,
        String[] deviceIds,
        String[] recentItems,
        int steps,
        boolean step,
        boolean learn,
        String[] ownedItems) {

    /**
     * The items that are asked for candidates: the event's own, then the recent ones, each once. An
     * item's place here is the slot of its answer.
     */
    public List<String> askedItems() {
        String own = event.itemId();
        if (!event.type().asksForList()) {
            return List.of();
        }
        List<String> asked = new ArrayList<>(recentItems.length + 1);
        if (own != null) {
            asked.add(own);
        }
        for (String recent : recentItems) {
            if (!recent.equals(own)) {
                asked.add(recent);
            }
        }
        return asked;
    }
}
