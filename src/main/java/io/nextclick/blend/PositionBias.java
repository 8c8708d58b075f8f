package io.nextclick.blend;

/**
 * How steeply attention falls with the position, learnt from lists in which the order of two
 * neighbours was drawn.
 *
 * <p>Each of two such items is as likely at the upper place as at the lower one, so what they are
 * has no part in where people click: given a click on one of the places <i>k</i> and <i>k + 1</i>,
 * it is on the upper one with probability <i>1 / (1 + (k / (k + 1))<sup>eta</sup>)</i> (Radlinski,
 * Joachims: Minimally Invasive Randomization for Collecting Unbiased Preferences from Clickthrough
 * Logs, AAAI 2006; Joachims, Swaminathan, Schnabel: Unbiased Learning-to-Rank with Biased Feedback,
 * WSDM 2017, section 5). That is a logistic regression on <i>ln((k + 1) / k)</i> with one
 * coefficient. Each click is one step of Newton's method; the option is what is believed before the
 * first, as if {@value #BELIEVED} of information said so.
 *
 * <p>Kept with the weights: in savepoints, in the topic of policies.
 */
public final class PositionBias {

    /** Information behind the option: a standard deviation of a half. */
    static final double BELIEVED = 4;

    /** Of more information the oldest is forgotten, so that a page may change. */
    public static final double MOST_INFORMATION = 1_000;

    /** Largest {@code eta}, and farthest from the option. */
    public static final double STEEPEST = 3;

    PositionBias() {}

    /** How far {@code eta} is from the option. */
    double shift;

    /** Fisher information of what was learnt and believed. */
    double information = BELIEVED;

    /**
     * The exponent.
     *
     * @param option {@code blend.position-bias}
     * @return 0 to {@value #STEEPEST}
     */
    double eta(double option) {
        return Math.max(0, Math.min(option + shift, STEEPEST));
    }

    /**
     * Learns from a click on one of two places whose order was drawn.
     *
     * @param upper the upper place, from 1
     * @param clickedUpper false for the one below it
     * @param option {@code blend.position-bias}
     */
    void learn(int upper, boolean clickedUpper, double option) {
        double slope = Math.log((upper + 1.0) / upper);
        double chance = 1 / (1 + Math.exp(-eta(option) * slope));
        information = boundedInformation(information + chance * (1 - chance) * slope * slope);
        double learnt = shift + ((clickedUpper ? 1 : 0) - chance) * slope / information;
        shift = bounded(Math.max(-option, Math.min(learnt, STEEPEST - option)));
    }

    /** The nearest information that there can be. */
    static double boundedInformation(double information) {
        return Math.max(BELIEVED, Math.min(information, MOST_INFORMATION));
    }

    /** The nearest shift that is allowed. */
    static double bounded(double shift) {
        return Math.max(-STEEPEST, Math.min(STEEPEST, shift));
    }
}
