package io.nextclick.identity;

import java.io.Serializable;

/**
 * The m- and u-probabilities of all comparisons of {@link LinkModel}.
 *
 * @param prior share of pairs that are one person's, among all pairs of devices of a site
 * @param networkMatch chance that two devices of one person share a network (m)
 * @param networkShare share of a site's devices that one device on a network stands for, so that
 *     chance agreement on a network of n devices (u) is n times as likely
 * @param userAgent levels: another family; the same; the same, and the one was first seen after the
 *     other was last seen, as if its cookies had been deleted
 * @param timeZone levels: another, the same
 * @param interests levels of the likeness of what their visits were about: below 0.1, 0.2, 0.3,
 *     0.4, 0.5, 0.6, more
 * @param items levels: no recent item in common, one, more
 * @param timing levels: used at the same time, neither, one visit continued on the other device,
 *     more
 * @param hours levels of the overlap of their hours of the day: below a quarter, below a half, more
 * @param anonymity levels of the events of the one that nobody has logged in on: below 12, 24, 48,
 *     more
 */
public record LinkWeights(
        double prior,
        double networkMatch,
        double networkShare,
        MatchLevels userAgent,
        MatchLevels timeZone,
        MatchLevels interests,
        MatchLevels items,
        MatchLevels timing,
        MatchLevels hours,
        MatchLevels anonymity)
        implements Serializable {

    /** Rejects what are no probabilities, and comparisons of another number of levels. */
    public LinkWeights {
        if (!isChance(prior) || !isChance(networkMatch) || !isChance(networkShare)) {
            throw new IllegalArgumentException(
                    "prior %s, networkMatch %s and networkShare %s must be between 0 and 1"
                            .formatted(prior, networkMatch, networkShare));
        }
        requireLevels("userAgent", userAgent, 3);
        requireLevels("timeZone", timeZone, 2);
        requireLevels("interests", interests, 7);
        requireLevels("items", items, 3);
        requireLevels("timing", timing, 4);
        requireLevels("hours", hours, 3);
        requireLevels("anonymity", anonymity, 4);
    }

    /**
     * The defaults: what {@code LinkCorpusTest} measures on the generated shop, seed 1, with no, 5
     * % and 10 % device churn together, rounded. Set by hand are those of items, which weigh less
     * than measured since they agree where interests do, as do continued visits in part; and those
     * of hours, which say little, since the persons of the generated shop have no hours of their
     * own.
     */
    public static LinkWeights defaults() {
        return new LinkWeights(
                1e-4,
                0.8,
                1e-4,
                new MatchLevels(new double[] {0.6, 0.12, 0.28}, new double[] {0.83, 0.15, 0.02}),
                new MatchLevels(new double[] {0.01, 0.99}, new double[] {0.1, 0.9}),
                new MatchLevels(
                        new double[] {0.2, 0.17, 0.2, 0.175, 0.13, 0.085, 0.04},
                        new double[] {0.7, 0.175, 0.08, 0.03, 0.0105, 0.0035, 0.001}),
                new MatchLevels(new double[] {0.45, 0.3, 0.25}, new double[] {0.5, 0.3, 0.2}),
                new MatchLevels(
                        new double[] {0.01, 0.86, 0.11, 0.02},
                        new double[] {0.03, 0.942, 0.026, 0.002}),
                new MatchLevels(new double[] {0.4, 0.35, 0.25}, new double[] {0.45, 0.35, 0.2}),
                new MatchLevels(
                        new double[] {0.4, 0.37, 0.19, 0.04},
                        new double[] {0.27, 0.29, 0.24, 0.2}));
    }

    private static boolean isChance(double value) {
        return value > 0 && value < 1;
    }

    private static void requireLevels(String name, MatchLevels levels, int count) {
        if (levels.m().length != count) {
            throw new IllegalArgumentException(
                    "%s has %d levels, must have %d".formatted(name, levels.m().length, count));
        }
    }
}
