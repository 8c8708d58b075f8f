package io.nextclick.similarity;

import io.nextclick.event.Event;
import io.nextclick.event.PersonEvent;
import java.util.List;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Turns an event at its person into one message for each item of the visit that it concerns: the
 * event's own item learns where the person came from, each recent item learns where they went, and
 * every one of them is asked for candidates by the same message.
 *
 * <p>A pair at rank <i>d</i> among the recent items of a session of <i>L</i> steps weighs {@code 1
 * / (d · √L)}. No key, no state, no timers.
 */
public final class ScatterEvent implements FlatMapFunction<PersonEvent, ItemMessage> {

    private static final long serialVersionUID = 1L;
    private static final String[] NO_ITEMS = {};
    private static final float[] NO_WEIGHTS = {};

    @Override
    public void flatMap(PersonEvent event, Collector<ItemMessage> out) {
        List<String> asked = event.askedItems();
        for (int slot = 0; slot < asked.size(); slot++) {
            out.collect(message(event, asked.get(slot), slot));
        }
    }

    private static ItemMessage message(PersonEvent person, String item, int slot) {
        Event event = person.event();
        boolean own = item.equals(event.itemId());
        boolean teaches = person.learn() && person.step();
        int rank = teaches ? rankOf(item, person.recentItems()) : 0;
        return new ItemMessage(
                event.site(),
                item,
                person.personKey(),
                person.sequence(),
                slot,
                event.occurredAtMillis(),
                own && teaches,
                own ? event.context().category() : null,
                rank > 0 ? event.itemId() : null,
                rank > 0 ? weight(rank, person.steps()) : 0,
                own && teaches ? without(item, person.recentItems()) : NO_ITEMS,
                own && teaches ? weightsWithout(item, person) : NO_WEIGHTS);
    }

    private static float weight(int rank, int steps) {
        return (float) (1 / (rank * Math.sqrt(steps)));
    }

    /** Rank of an item, newest is 1; 0 if it is not among them. */
    private static int rankOf(String item, String[] recent) {
        for (int i = 0; i < recent.length; i++) {
            if (recent[i].equals(item)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static String[] without(String item, String[] recent) {
        int rank = rankOf(item, recent);
        if (rank == 0) {
            return recent;
        }
        String[] others = new String[recent.length - 1];
        System.arraycopy(recent, 0, others, 0, rank - 1);
        System.arraycopy(recent, rank, others, rank - 1, recent.length - rank);
        return others;
    }

    private static float[] weightsWithout(String item, PersonEvent person) {
        int rank = rankOf(item, person.recentItems());
        float[] weights = new float[person.recentItems().length - (rank == 0 ? 0 : 1)];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight(rank > 0 && i >= rank - 1 ? i + 2 : i + 1, person.steps());
        }
        return weights;
    }
}
