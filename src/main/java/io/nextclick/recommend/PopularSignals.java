package io.nextclick.recommend;

import io.nextclick.blend.Logarithm;
import io.nextclick.blend.Signal;
import io.nextclick.blend.SignalTable;
import io.nextclick.flow.PopularItems;
import io.nextclick.flow.VisitPairs;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the popularity of a candidate says. Made once for a list of popular items, which serves many
 * requests.
 */
final class PopularSignals {

    private final ItemRows rows = new ItemRows();
    private final float floor;

    /** By row, behind that of all other items. */
    private float[] values;

    /** Most items that are candidates of every list. */
    static final int MOST_LIKELY = 20;

    /** The share of visits that makes an item one of them. */
    private static final float LIKELY = 0.01f;

    /** So many visits of others are added: a share of few visits says little. */
    private static final float DOUBT = 500;

    /** So little next to strengths, and to two steps, that they are left out before. */
    private static final float NEXT_TO_STRENGTH = 1e-5f;

    /** The first so many are visited by so many that anybody may be the next. */
    private int likely;

    private final PopularTrends trends = new PopularTrends();

    /** The rise of each by row, behind that of all other items, which is 0. */
    private float[] rises = new float[1];

    /** Visits of the most popular item. */
    private float top;

    private @Nullable PopularItems list;

    /**
     * @param floor the share of an item that is not popular, and what is added to the others'
     */
    PopularSignals(float floor) {
        this.floor = floor;
        this.values = new float[] {Logarithm.of(floor)};
        rows.clear(0);
    }

    private static int likelyOf(PopularItems popular) {
        float total = DOUBT;
        for (float score : popular.scores()) {
            total += score;
        }
        int most = Math.min(MOST_LIKELY, popular.items().length);
        int likely = 0;
        while (likely < most && popular.scores()[likely] >= LIKELY * total) {
            likely++;
        }
        return likely;
    }

    /** Adds the items that so many visit that anybody may be the next: they become candidates. */
    void addLikely(ItemRows candidates) {
        for (int i = 0; i < likely; i++) {
            candidates.rowOf(rows.item(i));
        }
    }

    /** What such a candidate is worth next to the strength of others; 0 for others. */
    float worth(ItemRows candidates, int row) {
        int place = likely == 0 ? -1 : rows.find(candidates.item(row), candidates.hash(row));
        return place < 0 || place >= likely
                ? 0
                : NEXT_TO_STRENGTH * (values[place + 1] - values[0]);
    }

    /** Takes a list of popular items, null if there is none. */
    void use(@Nullable PopularItems popular) {
        // Arrays of records are equal if they are the same.
        if (Objects.equals(popular, list)) {
            return;
        }
        list = popular;
        likely = 0;
        int count = popular == null ? 0 : popular.items().length;
        rows.clear(count);
        if (values.length < count + 1) {
            values = new float[count + 1];
            rises = new float[count + 1];
            values[0] = Logarithm.of(floor);
        }
        if (popular == null || count == 0) {
            return;
        }
        trends.take(popular, rises, 1);
        likely = likelyOf(popular);
        top = Math.max(popular.scores()[0], Float.MIN_NORMAL);
        for (int i = 0; i < count; i++) {
            int row = rows.rowOf(popular.items()[i]);
            values[row + 1] = Logarithm.of(floor + popular.scores()[i] / top);
        }
    }

    /**
     * Sets the signal of candidates, whose rows are given by row of the signals; the first are the
     * asked items.
     *
     * @param own what the visit taught: its own visits say nothing of what others want
     * @param asked how many items are asked
     */
    void setAll(
            SignalTable signals,
            ItemRows candidates,
            int[] kept,
            int count,
            VisitPairs own,
            int asked) {
        float[] column = signals.column(Signal.POPULAR, count);
        float[] rising = signals.column(Signal.RISING, count);
        for (int i = 0; i < count; i++) {
            int row = rows.find(candidates.item(kept[i]), candidates.hash(kept[i]));
            column[i] = row >= 0 && i < asked ? valueWithout(row, own.visits(i)) : values[row + 1];
            rising[i] = i < asked ? 0 : rises[row + 1];
        }
    }

    private float valueWithout(int row, float visits) {
        PopularItems popular = list;
        return visits == 0 || popular == null
                ? values[row + 1]
                : Logarithm.of(floor + Math.max(popular.scores()[row] - visits, 0) / top);
    }
}
