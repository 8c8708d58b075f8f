package io.nextclick.similarity;

import io.nextclick.event.Event;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularityChange;
import io.nextclick.flow.VisitPairs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one item learns from one event, and the question for its neighbours. The item's state is
 * read once and written at most once for it. What is taken back is the same with weights below 0.
 *
 * @param site the tenant
 * @param itemId the item that learns and is asked
 * @param personKey who asks
 * @param sequence the person's event
 * @param slot place of the answer among the asked items, {@value #NO_ANSWER} if none is wanted
 * @param occurredAtMillis time of the event, ms since the epoch
 * @param visits 1 if the event is a visit of this item, to be learnt; −1 if it is taken back; else
 *     0
 * @param category category that the event gives for this item
 * @param after the item that the person came to after this one, or wants; null if nothing is to be
 *     learnt; the item itself where the person came back to it
 * @param afterWeight weight of that pair, 0 if the event is no step
 * @param afterNext true if the person went straight on to it
 * @param afterIntent how strongly the person wants it, 0 for a view
 * @param before other items that the person came from, newest first
 * @param beforeWeights weights of those pairs
 */
public record ItemMessage(
        String site,
        String itemId,
        String personKey,
        long sequence,
        int slot,
        long occurredAtMillis,
        int visits,
        @Nullable String category,
        @Nullable String after,
        float afterWeight,
        boolean afterNext,
        float afterIntent,
        String[] before,
        float[] beforeWeights) {

    /** Slot of a message that only teaches. */
    public static final int NO_ANSWER = -1;

    private static final String[] NO_ITEMS = {};
    private static final float[] NO_WEIGHTS = {};

    /** Key of the item among all sites. */
    public String itemKey() {
        return SiteKey.of(site, itemId);
    }

    /**
     * The messages of an event, one for each asked item, in their order. The event's own item
     * learns where the person came from, each recent item where they went or what they want. The
     * weights are those of {@link VisitPairs}.
     */
    public static List<ItemMessage> allOf(PersonEvent event) {
        List<String> asked = event.askedItems();
        List<ItemMessage> messages = new ArrayList<>(asked.size());
        boolean answered = !event.occasion().isOfItems();
        for (int slot = 0; slot < asked.size(); slot++) {
            ItemMessage message = of(event, asked.get(slot), answered ? slot : NO_ANSWER);
            if (answered || message.teaches()) {
                messages.add(message);
            }
        }
        return messages;
    }

    private static ItemMessage of(PersonEvent person, String item, int slot) {
        Event event = person.event();
        boolean own = item.equals(event.itemId());
        boolean moved = person.learn() && person.step();
        int sign = person.occasion() == Occasion.RETRACTION ? -1 : 1;
        int place = placeOf(item, person.recentItems());
        float near = person.learn() && place >= 0 ? VisitPairs.weightAfter(person, place) : 0;
        float weight = moved ? near : 0;
        // Wanting an item that one looks at says nothing of the item itself, nor of what is far.
        float intent = near > 0 && !own ? event.type().intent() : 0;
        byte[] path = person.path();
        return new ItemMessage(
                event.site(),
                item,
                person.personKey(),
                person.sequence(),
                slot,
                event.occurredAtMillis(),
                own && moved ? sign : 0,
                own ? event.context().category() : null,
                weight > 0 || intent > 0 ? event.itemId() : null,
                sign * weight,
                weight > 0 && path.length > 0 && path[0] == place,
                sign * intent,
                own && moved ? others(item, person) : NO_ITEMS,
                own && moved ? weightsOfOthers(item, person, sign) : NO_WEIGHTS);
    }

    /** True if there is anything to learn of it. */
    private boolean teaches() {
        return visits != 0 || after != null;
    }

    private static int placeOf(String item, String[] recent) {
        for (int place = 0; place < recent.length; place++) {
            if (recent[place].equals(item)) {
                return place;
            }
        }
        return -1;
    }

    private static String[] others(String item, PersonEvent person) {
        String[] recent = person.recentItems();
        String[] others = new String[countOthers(item, recent)];
        int size = 0;
        for (String each : recent) {
            if (!each.equals(item)) {
                others[size++] = each;
            }
        }
        return others;
    }

    private static float[] weightsOfOthers(String item, PersonEvent person, int sign) {
        String[] recent = person.recentItems();
        float[] weights = new float[countOthers(item, recent)];
        int size = 0;
        for (int place = 0; place < recent.length; place++) {
            if (!recent[place].equals(item)) {
                weights[size++] = sign * VisitPairs.weightAfter(person, place);
            }
        }
        return weights;
    }

    private static int countOthers(String item, String[] recent) {
        int count = 0;
        for (String each : recent) {
            count += each.equals(item) ? 0 : 1;
        }
        return count;
    }

    /** What its visit adds to the list of the site, or of a category. */
    PopularityChange visitOf(@Nullable String ofCategory) {
        return new PopularityChange(site, ofCategory, itemId, visits, occurredAtMillis, true);
    }
}
