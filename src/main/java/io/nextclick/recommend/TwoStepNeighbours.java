package io.nextclick.recommend;

import io.nextclick.blend.Selection;
import io.nextclick.bound.BoundedMap;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.Candidates;
import java.util.Map;

/**
 * What the strongest neighbours of items lead to in turn: candidates that nobody visited together
 * with an item yet. They are the two-step random walks over the pairs, from an item to a neighbour
 * by its share of the item's strength, and on by the neighbour's.
 *
 * <p>Nobody is asked for them. Each answer that comes by for a list says what its item's strongest
 * neighbours are. That is kept here, and the paths of an item are added up anew when its visits
 * have grown by a tenth, or after {@value #MOST_REQUESTS} lists. So a list costs a look-up for each
 * answer and one more, and what is remembered of an item is as old as the last list that asked it.
 *
 * <p>In memory only, at most so many items, the least recently used evicted; a restart begins
 * without any. Not thread-safe.
 */
public final class TwoStepNeighbours {

    /** So many of an item's neighbours are followed. */
    private static final int FOLLOWED = 10;

    /** So many items that two steps lead to are kept. */
    private static final int MOST_ENDS = 30;

    private static final int MOST_REQUESTS = 16;
    private static final float GROWTH = 1.1f;

    private static final String[] NO_ITEMS = {};
    private static final float[] NO_SHARES = {};

    private final int maxItems;

    /** By key, the least recently used first. */
    private final Map<String, Paths> items;

    private final ItemRows rows = new ItemRows();
    private final float[] sums = new float[FOLLOWED * FOLLOWED];
    private long[] order = new long[FOLLOWED * FOLLOWED];

    /**
     * Where two steps from an item lead to.
     *
     * @param items these items
     * @param probabilities how likely two steps lead to each
     */
    public record Ends(String[] items, float[] probabilities) {
        public static final Ends NONE = new Ends(NO_ITEMS, NO_SHARES);
    }

    /** Where one and two steps from an item lead to. */
    private static final class Paths {
        private String[] neighbours = NO_ITEMS;
        private float[] shares = NO_SHARES;

        /** The item's visits when its neighbours were taken in. */
        private float visits;

        private Ends ends = Ends.NONE;

        /** The item's visits when the ends were found. */
        private float visitsOfEnds;

        /** Lists since then. */
        private int requests;
    }

    /**
     * @param maxItems most items of which the neighbours are kept; 0 keeps none and follows nothing
     */
    TwoStepNeighbours(int maxItems) {
        this.maxItems = maxItems;
        this.items = BoundedMap.byLastUse(Math.max(maxItems, 1));
    }

    /** Takes in what an item answered. */
    void take(String site, Candidates answer) {
        if (maxItems == 0) {
            return;
        }
        String key = SiteKey.of(site, answer.itemId());
        Paths paths = items.get(key);
        if (paths == null && answer.neighbours().length == 0) {
            return;
        }
        if (paths == null) {
            paths = new Paths();
            items.put(key, paths);
        }
        if (hasGrown(answer.visits(), paths.visits)) {
            paths.visits = answer.visits();
            takeStrongest(answer, paths);
        }
    }

    /** Decay lets visits become fewer, too. */
    private static boolean hasGrown(float visits, float before) {
        return visits >= before * GROWTH || visits * GROWTH <= before;
    }

    private void takeStrongest(Candidates answer, Paths paths) {
        String[] all = answer.neighbours();
        float[] scores = answer.scores();
        if (order.length < all.length) {
            order = new long[all.length];
        }
        float total = 0;
        for (int i = 0; i < all.length; i++) {
            total += scores[i];
            order[i] = Selection.numberOf(scores[i], i);
        }
        int count = Math.min(FOLLOWED, all.length);
        int from = Selection.moveLargestToEnd(order, all.length, count);
        paths.neighbours = new String[count];
        paths.shares = new float[count];
        for (int i = 0; i < count; i++) {
            int place = Selection.placeIn(order[from + i]);
            paths.neighbours[i] = all[place];
            paths.shares[i] = scores[place] / Math.max(total, Float.MIN_NORMAL);
        }
    }

    /** Where two steps from an item lead to; none if that is not known. */
    Ends from(String site, String item) {
        Paths paths = maxItems == 0 ? null : items.get(SiteKey.of(site, item));
        if (paths == null) {
            return Ends.NONE;
        }
        paths.requests++;
        if (paths.requests >= MOST_REQUESTS || hasGrown(paths.visits, paths.visitsOfEnds)) {
            paths.requests = 0;
            paths.visitsOfEnds = paths.visits;
            paths.ends = follow(site, paths);
        }
        return paths.ends;
    }

    /** Adds up the paths over each neighbour. */
    private Ends follow(String site, Paths paths) {
        rows.clear(sums.length);
        for (int i = 0; i < paths.neighbours.length; i++) {
            Paths next = items.get(SiteKey.of(site, paths.neighbours[i]));
            if (next == null) {
                continue;
            }
            for (int k = 0; k < next.neighbours.length; k++) {
                int known = rows.count();
                int row = rows.rowOf(next.neighbours[k]);
                float before = row == known ? 0 : sums[row];
                sums[row] = before + paths.shares[i] * next.shares[k];
            }
        }
        int all = rows.count();
        for (int row = 0; row < all; row++) {
            order[row] = Selection.numberOf(sums[row], row);
        }
        int count = Math.min(MOST_ENDS, all);
        int from = Selection.moveLargestToEnd(order, all, count);
        String[] ends = new String[count];
        float[] probabilities = new float[count];
        for (int i = 0; i < count; i++) {
            int row = Selection.placeIn(order[from + i]);
            ends[i] = rows.item(row);
            probabilities[i] = sums[row];
        }
        return new Ends(ends, probabilities);
    }
}
