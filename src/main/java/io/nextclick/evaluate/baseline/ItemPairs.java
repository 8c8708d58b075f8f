package io.nextclick.evaluate.baseline;

import io.nextclick.evaluate.Click;
import io.nextclick.evaluate.NextItemModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of which item goes with which: for each item, the others with their weights. Only the
 * current item makes the list. Learns at every click.
 */
abstract class ItemPairs implements NextItemModel {

    private final ItemNumbers items = new ItemNumbers();
    private final List<WeightsByItem> rows = new ArrayList<>();
    private final TopScores top = new TopScores();

    /** Number of a click's item; the next one if it is new. */
    final int number(Click click) {
        int item = items.learn(click.itemId());
        if (item == rows.size()) {
            rows.add(new WeightsByItem());
        }
        return item;
    }

    /** Adds to the weight of one item on the list of another. */
    final void add(int of, int item, double weight) {
        rows.get(of).add(item, weight);
    }

    /** Items that are known. */
    final int itemCount() {
        return items.size();
    }

    /**
     * What ranks an item on the list of another.
     *
     * @param item to be ranked
     * @param weight of the pair
     */
    abstract double score(int item, double weight);

    @Override
    public final void endTraining() {}

    @Override
    public final List<String> rank(List<Click> prefix, int size) {
        int current = items.ofCurrent(prefix);
        if (current == ItemNumbers.UNKNOWN) {
            return List.of();
        }
        WeightsByItem row = rows.get(current);
        top.clear(size);
        for (int slot = 0; slot < row.slots(); slot++) {
            if (row.isUsed(slot)) {
                int item = row.itemAt(slot);
                top.offer(item, score(item, row.weightAt(slot)));
            }
        }
        return items.ids(top.drain());
    }

    /** The pairs alone, as the open sessions are needed while they are open only. */
    @Override
    public long stateBytes() {
        return items.bytes() + rows.stream().mapToLong(WeightsByItem::bytes).sum();
    }
}
