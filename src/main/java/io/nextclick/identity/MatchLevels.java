package io.nextclick.identity;

import java.io.Serializable;

/**
 * How often two devices agree on one comparison to each of its levels. The chance of a level among
 * two devices of one person is its m-probability, that among two devices of different persons its
 * u-probability, and log2(m/u) its weight (Fellegi and Sunter 1969).
 *
 * @param m by level, above 0, with a sum of 1
 * @param u by level, above 0, with a sum of 1
 */
public record MatchLevels(double[] m, double[] u) implements Serializable {

    /** The level of a comparison of which one side says nothing. */
    public static final int MISSING = -1;

    private static final double TOLERANCE = 1e-6;

    /** Rejects what are no probabilities of the same levels. */
    public MatchLevels {
        if (m.length != u.length || !isDistribution(m) || !isDistribution(u)) {
            throw new IllegalArgumentException(
                    "m and u must have the same levels, all above 0, and a sum of 1 each");
        }
    }

    /** Evidence of a level in bits; none if it is missing. */
    public double weight(int level) {
        return level == MISSING ? 0 : LinkModel.log2(m[level] / u[level]);
    }

    private static boolean isDistribution(double[] chances) {
        double sum = 0;
        for (double chance : chances) {
            if (!(chance > 0)) {
                return false;
            }
            sum += chance;
        }
        return Math.abs(sum - 1) < TOLERANCE;
    }
}
