package io.nextclick.blend;

import java.io.Serializable;

/**
 * How a blend learns.
 *
 * @param enabled false leaves every blend at the weights that it has
 * @param rate the largest step of a weight at one example
 * @param l1 pull of a weight to its initial value that lets small differences vanish
 * @param l2 pull of a weight to its initial value in proportion to the difference
 * @param clicks what clicks in lists count
 */
public record LearningSettings(
        boolean enabled, double rate, double l1, double l2, ClickValues clicks)
        implements Serializable {

    /** What serves every log so far. */
    public static final LearningSettings DEFAULT =
            new LearningSettings(true, 0.1, 0, 1e-6, ClickValues.DEFAULT);
}
