package io.nextclick.evaluate.baseline;

import io.nextclick.evaluate.Click;
import io.nextclick.evaluate.NextItemModel;
import java.util.List;

/**
 * A model of whole sessions: past ones that share items with the current one vote for their items.
 * What is noted of sessions and items is in arrays that are valid for one request each, marked by
 * its number.
 */
abstract class SessionNeighbours implements NextItemModel {

    private final GatheredSessions gathered = new GatheredSessions();

    SessionIndex index = SessionIndex.EMPTY;
    ItemVotes votes = new ItemVotes(0);

    int request;

    /** The request that each session was found by last. */
    int[] sessionRequest = {};

    /** Places of the current session's items; those of this request only. */
    private int[] placeRequest = {};

    private int[] place = {};

    /** Makes what is needed beside the index, which is new. */
    abstract void prepare();

    /** Finds past sessions that share items, and lets them vote. */
    abstract void ask(List<Click> prefix);

    /** By item, what its votes are multiplied by. */
    abstract double[] itemFactors();

    @Override
    public final void learn(Click click) {
        gathered.add(click);
    }

    @Override
    public final void endTraining() {
        index = SessionIndex.of(gathered);
        int items = index.itemCount();
        request = 0;
        sessionRequest = new int[index.sessionCount()];
        votes = new ItemVotes(items);
        placeRequest = new int[items];
        place = new int[items];
        prepare();
    }

    @Override
    public final boolean needsRefit() {
        return true;
    }

    @Override
    public final List<String> rank(List<Click> prefix, int size) {
        request++;
        votes.begin();
        ask(prefix);
        return votes.best(size, itemFactors(), gathered.items());
    }

    /**
     * Gives the item of a click its place in the current session.
     *
     * @return the item's number; {@link ItemNumbers#UNKNOWN} if no past session has it, or if it
     *     has its place already
     */
    final int place(Click click, int at) {
        int item = gathered.items().of(click.itemId());
        if (item == ItemNumbers.UNKNOWN || item >= index.itemCount() || isPlaced(item)) {
            return ItemNumbers.UNKNOWN;
        }
        placeRequest[item] = request;
        place[item] = at;
        return item;
    }

    /** True if the item is in the current session. */
    final boolean isPlaced(int item) {
        return placeRequest[item] == request;
    }

    /** The place of an item that {@link #isPlaced}. */
    final int placeOf(int item) {
        return place[item];
    }

    /** Size of the index and the items' numbers. */
    final long indexBytes() {
        return index.bytes() + gathered.items().bytes();
    }
}
