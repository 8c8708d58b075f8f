package io.nextclick.evaluate.baseline;

import io.nextclick.evaluate.Click;
import io.nextclick.evaluate.NextItemModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Item-based collaborative filtering (Sarwar et al., WWW 2001) on sessions, as session-rec's {@code
 * ItemKNN}: the similarity of items i and j is {@code co(i, j) / √((supp(i) + λ) (supp(j) + λ))},
 * where co(i, j) counts the clicks on i in sessions with j, and supp the clicks; λ = 20. An item is
 * not its own neighbour. Only the current item makes the list. Learns at every click.
 */
public final class ItemCf implements NextItemModel {

    private final double lambda;
    private final ItemNumbers items = new ItemNumbers();
    private final List<WeightsByItem> together = new ArrayList<>();
    private final Map<String, Basket> sessions = new HashMap<>();
    private final TopScores top = new TopScores();
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
        int item = items.learn(click.itemId());
        if (item == together.size()) {
            together.add(new WeightsByItem());
        }
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
                together.get(item).add(basket.items[i], 1);
                if (isNew) {
                    together.get(basket.items[i]).add(item, basket.clicks[i]);
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
    public void endTraining() {}

    @Override
    public List<String> rank(List<Click> prefix, int size) {
        int item = items.ofCurrent(prefix);
        if (item == ItemNumbers.UNKNOWN) {
            return List.of();
        }
        WeightsByItem row = together.get(item);
        top.clear(size);
        for (int slot = 0; slot < row.slots(); slot++) {
            if (row.isUsed(slot)) {
                // The current item's own support is the same for all, so it is left out.
                int other = row.itemAt(slot);
                top.offer(other, row.weightAt(slot) / Math.sqrt(support[other] + lambda));
            }
        }
        return items.ids(top.drain());
    }

    /** The pairs and supports alone, as the open sessions are needed while they are open only. */
    @Override
    public long stateBytes() {
        return items.bytes()
                + (long) Integer.BYTES * items.size()
                + together.stream().mapToLong(WeightsByItem::bytes).sum();
    }
}
