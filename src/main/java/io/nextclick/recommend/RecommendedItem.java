package io.nextclick.recommend;

import java.util.List;

/**
 * One item of a list.
 *
 * @param itemId product or article
 * @param score larger is better
 * @param chance probability of the draw that gave it this place, given all else; 1 where nothing is
 *     drawn
 * @param reasons why it is here, the strongest first; never empty
 */
public record RecommendedItem(String itemId, double score, double chance, List<Reason> reasons) {

    /** An item that is here without a draw. */
    public RecommendedItem(String itemId, double score, List<Reason> reasons) {
        this(itemId, score, 1, reasons);
    }

    /** The same at a place that a draw gave it. */
    RecommendedItem drawn(double probability) {
        return new RecommendedItem(itemId, score, probability, reasons);
    }
}
