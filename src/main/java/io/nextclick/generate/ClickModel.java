package io.nextclick.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The position-based click model: somebody who is shown a list examines position <i>k</i>, from 1,
 * with probability <i>e(k) = k^-eta</i>, whatever stands there, and clicks an examined item with
 * the probability of its relevance, whatever stands elsewhere. So the chance of a click is <i>e(k)
 * · r</i>, the places of a list are independent, and what a list should bring is known.
 *
 * <p>Source: Richardson, Dominowska and Ragno, <i>Predicting Clicks: Estimating the Click-Through
 * Rate for New Ads</i> (WWW 2007), equation 4; compared with others by Craswell et al., <i>An
 * Experimental Comparison of Click Position-Bias Models</i> (WSDM 2008), there the "examination
 * hypothesis".
 *
 * @param eta how steeply attention falls with the position, 0 (not at all) to 10
 */
public record ClickModel(double eta) {

    private static final double MAX_ETA = 10;

    /**
     * Checks the model.
     *
     * @throws IllegalArgumentException if attention does not fall as it may
     */
    public ClickModel {
        if (!(eta >= 0 && eta <= MAX_ETA)) {
            throw new IllegalArgumentException(
                    "eta is %s, allowed 0 to %s".formatted(eta, MAX_ETA));
        }
    }

    /**
     * Chance that a position is examined.
     *
     * @param position rank in the list, from 1
     * @throws IllegalArgumentException if there is no such position
     */
    public double examination(int position) {
        if (position < 1) {
            throw new IllegalArgumentException("position is " + position + ", allowed from 1");
        }
        return Math.pow(position, -eta);
    }

    /**
     * Chance of a click.
     *
     * @param position rank in the list, from 1
     * @param relevance chance that the item is clicked once it is examined, 0 to 1
     * @throws IllegalArgumentException if either is none
     */
    public double click(int position, double relevance) {
        if (!(relevance >= 0 && relevance <= 1)) {
            throw new IllegalArgumentException("relevance is " + relevance + ", allowed 0 to 1");
        }
        return examination(position) * relevance;
    }

    /**
     * How many clicks a list brings on average.
     *
     * @param relevance of the items, in their order
     */
    public double expectedClicks(double... relevance) {
        double sum = 0;
        for (int i = 0; i < relevance.length; i++) {
            sum += click(i + 1, relevance[i]);
        }
        return sum;
    }

    /**
     * Chance that a list is clicked at all, which is its expected click-through rate.
     *
     * @param relevance of the items, in their order
     */
    public double expectedRate(double... relevance) {
        double none = 1;
        for (int i = 0; i < relevance.length; i++) {
            none *= 1 - click(i + 1, relevance[i]);
        }
        return 1 - none;
    }

    /**
     * Draws what is clicked. It takes one number a position, so a random of the same seed gives the
     * same clicks.
     *
     * @param relevance of the items, in their order
     * @return positions, from 1, ascending
     */
    public List<Integer> draw(SplittableRandom random, double... relevance) {
        List<Integer> clicked = new ArrayList<>();
        for (int i = 0; i < relevance.length; i++) {
            if (Draw.chance(click(i + 1, relevance[i]), random)) {
                clicked.add(i + 1);
            }
        }
        return clicked;
    }
}
