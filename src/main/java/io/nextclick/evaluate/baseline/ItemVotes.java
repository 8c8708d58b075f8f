package io.nextclick.evaluate.baseline;

import java.util.List;

/** What the sessions nearest to a request say for items; nothing is cleared between requests. */
final class ItemVotes {

    private final TopScores top = new TopScores();
    private final int[] itemRequest;
    private final double[] itemScore;
    private final int[] scoredItems;
    private int request;
    private int scored;

    /**
     * @param items how many there are
     */
    ItemVotes(int items) {
        itemRequest = new int[items];
        itemScore = new double[items];
        scoredItems = new int[items];
    }

    /** Begins a request. */
    void begin() {
        request++;
        scored = 0;
    }

    /** Adds a vote for an item. */
    void add(int item, double vote) {
        if (itemRequest[item] == request) {
            itemScore[item] += vote;
        } else {
            itemRequest[item] = request;
            itemScore[item] = vote;
            scoredItems[scored++] = item;
        }
    }

    /**
     * The items with the most votes, best first.
     *
     * @param factor by which an item's votes are multiplied
     */
    List<String> best(int size, double[] factor, ItemNumbers items) {
        top.clear(size);
        for (int i = 0; i < scored; i++) {
            int item = scoredItems[i];
            top.offer(item, itemScore[item] * factor[item]);
        }
        return items.ids(top.drain());
    }
}
