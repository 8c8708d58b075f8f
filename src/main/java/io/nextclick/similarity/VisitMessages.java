package io.nextclick.similarity;

import io.nextclick.event.Event;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.VisitPairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The messages of an event to the items of its visit: the event's own item learns where the person
 * came from, each recent item learns where they went or what they want, and every one of them is
 * asked for candidates by the same message. The weights are those of {@link VisitPairs}.
 */
public final class VisitMessages {

    private static final String[] NO_ITEMS = {};
    private static final float[] NO_WEIGHTS = {};

    private VisitMessages() {}

    /** One message for each asked item, in their order. */
    public static List<ItemMessage> of(PersonEvent event) {
        List<String> asked = event.askedItems();
        List<ItemMessage> messages = new ArrayList<>(asked.size());
        for (int slot = 0; slot < asked.size(); slot++) {
            messages.add(message(event, asked.get(slot), slot));
        }
        return messages;
    }

    private static ItemMessage message(PersonEvent person, String item, int slot) {
        Event event = person.event();
        boolean own = item.equals(event.itemId());
        boolean moved = person.learn() && person.step();
        int place = Arrays.asList(person.recentItems()).indexOf(item);
        float weight = moved && place >= 0 ? VisitPairs.weightAfter(person, place) : 0;
        // Wanting an item that one looks at says nothing of the item itself.
        float intent = person.learn() && !own ? event.type().intent() : 0;
        byte[] path = person.path();
        return new ItemMessage(
                event.site(),
                item,
                person.personKey(),
                person.sequence(),
                slot,
                event.occurredAtMillis(),
                own && moved,
                own ? event.context().category() : null,
                weight > 0 || intent > 0 ? event.itemId() : null,
                weight,
                weight > 0 && path.length > 0 && path[0] == place,
                intent,
                own && moved ? others(item, person) : NO_ITEMS,
                own && moved ? weightsOfOthers(item, person) : NO_WEIGHTS);
    }

    private static String[] others(String item, PersonEvent person) {
        return Arrays.stream(person.recentItems())
                .filter(recent -> !recent.equals(item))
                .toArray(String[]::new);
    }

    private static float[] weightsOfOthers(String item, PersonEvent person) {
        String[] recent = person.recentItems();
        float[] weights = new float[recent.length];
        int size = 0;
        for (int place = 0; place < recent.length; place++) {
            if (!recent[place].equals(item)) {
                weights[size++] = VisitPairs.weightAfter(person, place);
            }
        }
        return Arrays.copyOf(weights, size);
    }
}
