package io.nextclick.blend;

/**
 * What the blend knows of a candidate, with the weight that it starts from. A signal's value is a
 * logarithm of a rate or share unless it is described as another, so the weighted sum is a product
 * of powers. Rates from the current item are shrunk: a count over the visits and two more (recent
 * visits and one more), so that an item seen once proves little. The visit's own pairs are left out
 * of every rate. The current item is the one that the person is at; the depth is the logarithm of
 * the visit's steps.
 *
 * <p>The names are those of the contract; the weights are about the mean of what was learnt from
 * four logs, see {@code docs/quality.md}.
 */
public enum Signal {
    /** Sum over the asked items of pair strength by root of visits, as a share of the largest. */
    STRENGTH(0.35f),
    /** Rate of going straight on from the current item. */
    NEXT(0.12f),
    /** Rate of going on from the current item, near steps counting more. */
    FORWARD(0.1f),
    /** Rate of coming from it to the current item. */
    BACKWARD(0.15f),
    /** Rate of going on from the earlier items. */
    EARLIER(0.06f),
    /** Logarithm of how many asked items name it. */
    AGREEMENT(0.2f),
    /** Largest strength that one asked item gives it, as a share of the largest sum. */
    BEST(-0.5f),
    /** Sum of the squares of these strengths, which is large if few items give them. */
    SPREAD(0.35f),
    /** Sum of their roots, which is large if many do. */
    ROOT(-0.35f),
    /** Rate of going on from the current item among its recent visits: what is trending. */
    TREND(0.2f),
    /**
     * How often people who were at the current item wanted it later in the visit; the floor for an
     * item of the visit itself.
     */
    INTENT(0.05f),
    /** 1 for the current item. */
    CURRENT(0.9f),
    /** Depth for the current item. */
    CURRENT_DEPTH(0.1f),
    /** 1 for the current item if the step before was at it, too. */
    CURRENT_AGAIN(0.05f),
    /** {@link #NEXT} of the current item: whether people stay at it. */
    CURRENT_NEXT(0.1f),
    /** 1 for another item of the visit. */
    SEEN(0.1f),
    /** Depth for another item of the visit. */
    SEEN_DEPTH(-0.5f),
    /** {@link #NEXT} of another item of the visit. */
    SEEN_NEXT(0),
    /** Logarithm of how often the visit came to it. */
    TIMES(0.35f),
    /** One by the steps since the visit was at it. */
    RECENCY(0.5f),
    /** 1 if the visit went from the current item straight to it before. */
    FOLLOWED(0.55f),
    /** Popularity as a share of the site's most popular item; the floor if it is not popular. */
    POPULAR(0),
    /** 1 if it is of the current item's category. */
    CATEGORY(0.1f),
    /** 1 if it is of the current item's brand. */
    BRAND(0.05f),
    /** One by the place of its category among those that the person is interested in. */
    AFFINITY(0.05f),
    /**
     * How likely two steps lead to it that other visits made, from the asked items over their
     * strongest neighbours.
     */
    TWO_STEPS(0.1f),
    /**
     * Popularity as a share of the most popular item's of the current item's category; the floor if
     * it is not popular there.
     */
    IN_CATEGORY(0.1f),
    /** 1 for the current item's price, less by the logarithm of the ratio, 0 from twice or half. */
    PRICE(0.5f),
    /**
     * Logarithm of the popularity as a share of what it was in the hour before; 0 for an item of
     * the visit, and for one that is not popular.
     */
    RISING(0),
    /**
     * How many times as often as others people with the attributes of the request's event come to
     * it; 0 for an item of the visit.
     */
    ATTRIBUTES(0.4f);

    /** How many there are. */
    public static final int COUNT = values().length;

    private final float initialWeight;

    Signal(float initialWeight) {
        this.initialWeight = initialWeight;
    }

    /**
     * Its place in tables of signals, and in arrays of {@link Weights}, which are part of
     * savepoints: new signals come last.
     */
    @SuppressWarnings("EnumOrdinal")
    public int place() {
        return ordinal();
    }

    /** The weight in every context that a blend starts from; in each other one it is 0. */
    public float initialWeight() {
        return initialWeight;
    }
}
