package io.nextclick.evaluate.baseline;

import io.nextclick.evaluate.Click;
import io.nextclick.evaluate.NextItemModel;
import java.util.Arrays;
import java.util.List;

/**
 * The items with the most clicks, the same list for everyone. Kept in order at every click: an
 * item's count grows by one, so it changes places with the first item of its old count.
 */
public final class Popularity implements NextItemModel {

    private static final int INTS_AN_ITEM = 4;

    private final ItemNumbers items = new ItemNumbers();

    /** By item. */
    private int[] clicks = new int[16];

    private int[] placeOf = new int[16];

    /** Items by place, most clicks first. */
    private int[] order = new int[16];

    /** First place of the items with that many clicks. */
    private int[] firstWith = new int[16];

    @Override
    public String name() {
        return "popularity";
    }

    @Override
    public void learn(Click click) {
        int item = items.learn(click.itemId());
        if (item == clicks.length) {
            clicks = Arrays.copyOf(clicks, 2 * item);
            placeOf = Arrays.copyOf(placeOf, 2 * item);
            order = Arrays.copyOf(order, 2 * item);
        }
        int count = clicks[item];
        if (count == 0) {
            placeOf[item] = item;
            order[item] = item;
            firstWith[0] = item;
        }
        int first = firstWith[count];
        int other = order[first];
        order[placeOf[item]] = other;
        placeOf[other] = placeOf[item];
        order[first] = item;
        placeOf[item] = first;
        firstWith[count] = first + 1;
        if (count + 1 == firstWith.length) {
            firstWith = Arrays.copyOf(firstWith, 2 * firstWith.length);
        }
        if (first == 0 || clicks[order[first - 1]] > count + 1) {
            // No other item has so many clicks.
            firstWith[count + 1] = first;
        }
        clicks[item] = count + 1;
    }

    @Override
    public void endTraining() {}

    @Override
    public List<String> rank(List<Click> prefix, int size) {
        return items.ids(Arrays.copyOf(order, Math.min(size, items.size())));
    }

    @Override
    public long stateBytes() {
        return items.bytes() + (long) Integer.BYTES * INTS_AN_ITEM * items.size();
    }
}
