package io.nextclick.evaluate.baseline;

import io.nextclick.evaluate.Click;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Item-based collaborative filtering (Sarwar et al., WWW 2001) on sessions, as session-rec's {@code
 * ItemKNN}: the similarity of items i and j is {@code co(i, j) / √((supp(i) + λ) (supp(j) + λ))},
 * where co(i, j) counts the clicks on i in sessions with j, and supp the clicks; λ = 20. An item is
 * not its own neighbour.
 */
public final class ItemCf extends ItemPairs {

    private final double lambda;
    private final Map<String, Basket> sessions = new HashMap<>();
    private int[] support = new int[16];

    /** The distinct items of a session with their clicks. */
    private static final class Basket {
        private int[] items = new int[4];
        private int[] clicks = new int[4];
        private int size;
    }

    /** With the regularization that is session-rec's default. */
    public ItemCf() {
        this(20);
    }

    /**
     * With another regularization.
     *
     * @param lambda clicks that are added to every item's; the similarity of rare items is less
     */
    public ItemCf(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public String name() {
        return "item-cf";
    }

    @Override
    public void learn(Click click) {
        int item = number(click);
        if (item == support.length) {
            support = Arrays.copyOf(support, 2 * item);
        }
        support[item]++;
        Basket basket = sessions.computeIfAbsent(click.sessionId(), id -> new Basket());
        int at = 0;
        while (at < basket.size && basket.items[at] != item) {
            at++;
        }
        boolean isNew = at == basket.size;
        for (int i = 0; i < basket.size; i++) {
            if (i != at) {
                add(item, basket.items[i], 1);
                if (isNew) {
                    add(basket.items[i], item, basket.clicks[i]);
                }
            }
        }
        if (isNew) {
            if (at == basket.items.length) {
                basket.items = Arrays.copyOf(basket.items, 2 * at);
                basket.clicks = Arrays.copyOf(basket.clicks, 2 * at);
            }
            basket.items[at] = item;
            basket.size++;
        }
        basket.clicks[at]++;
    }

    @Override
    double score(int item, double weight) {
        // The current item's own support is the same for all, so it is left out.
        return weight / Math.sqrt(support[item] + lambda);
    }

    @Override
    public long stateBytes() {
        return super.stateBytes() + (long) Integer.BYTES * itemCount();
    }
}
