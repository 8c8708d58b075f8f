package io.nextclick.blend;

import java.io.Serializable;

/**
 * What clicks in lists, and what comes of them, count when a blend learns.
 *
 * <p>A click at position <i>k</i> counts <i>k<sup>eta</sup></i>: people look at position <i>k</i>
 * with probability <i>k<sup>-eta</sup></i>, so what is clicked far below would have been clicked as
 * much more often further above. With that the clicks of many lists say what people want, wherever
 * it stood (Joachims, Swaminathan, Schnabel: Unbiased Learning-to-Rank with Biased Feedback, WSDM
 * 2017, equation 4).
 *
 * @param positionBias how steeply attention falls with the position, eta, from 0
 * @param click value of a click that did not bounce, from 0
 * @param cart what it is worth besides if the item came into the cart, from 0
 * @param order what it is worth besides if the item was ordered, from 0
 * @param bounceMillis who spends less time with the item bounced, ms
 */
public record ClickValues(
        double positionBias, double click, double cart, double order, long bounceMillis)
        implements Serializable {

    /** Larger weights are cut: a few clicks far below would outweigh all others. */
    static final double MOST_WEIGHT = 10;

    /** What the options have as their defaults. */
    public static final ClickValues DEFAULT = new ClickValues(0.75, 1, 1, 3, 10_000);

    /** The same where attention falls otherwise. */
    public ClickValues withPositionBias(double eta) {
        return new ClickValues(eta, click, cart, order, bounceMillis);
    }

    /**
     * How many clicks one click stands for.
     *
     * @param position rank of the item in the list, from 1
     * @param chance probability of the draw that gave it this place, 1 without one
     * @return 1 to {@value #MOST_WEIGHT}
     */
    double weight(int position, double chance) {
        return Math.min(Math.pow(Math.max(position, 1), positionBias) / chance, MOST_WEIGHT);
    }
}
