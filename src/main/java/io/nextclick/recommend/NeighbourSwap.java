package io.nextclick.recommend;

import io.nextclick.event.Event;
import io.nextclick.experiment.Point;
import java.util.List;

/**
 * Draws the order of two neighbours near the top of a list, so that it is learnt how much the place
 * does for clicks. Which two, and whether they change places, is drawn by a hash of the event, so a
 * repeated event gets the same list. Both have the probability of their order: a half.
 */
final class NeighbourSwap {

    /** No order was drawn. */
    static final int NONE = 0;

    /** The lowest upper place that may be drawn: further below there are few clicks to learn of. */
    static final int LOWEST = 5;

    /** Fewest items without a draw of their own: the third says how likely the list's arms were. */
    private static final int FEWEST = 3;

    private static final String SALT = "swap";
    private static final double EITHER = 0.5;

    private NeighbourSwap() {}

    /**
     * Draws, and changes the order in the list.
     *
     * @param list best first; explored items, if any, are its last
     * @param share of the lists in which an order is drawn, 0 to 1
     * @return the upper of the two places, from 1; {@link #NONE} if none was drawn
     */
    static int draw(List<RecommendedItem> list, double share, Event request) {
        if (share == 0) {
            return NONE;
        }
        int ranked = list.size();
        while (ranked > 0 && list.get(ranked - 1).chance() < 1) {
            ranked--;
        }
        if (ranked < FEWEST) {
            return NONE;
        }
        Point point = Point.of(request.site(), SALT, request.eventId());
        if (point.in() >= share) {
            return NONE;
        }
        double drawn = point.arm() * Math.min(ranked - 1, LOWEST);
        int upper = (int) drawn;
        boolean swapped = drawn - upper < EITHER;
        RecommendedItem first = list.get(swapped ? upper + 1 : upper);
        RecommendedItem second = list.get(swapped ? upper : upper + 1);
        list.set(upper, first.drawn(EITHER));
        list.set(upper + 1, second.drawn(EITHER));
        return upper + 1;
    }
}
