package io.nextclick.identity;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How probable it is that two devices of one network are one person's: the model of Fellegi and
 * Sunter (1969), <i>A Theory for Record Linkage</i>, JASA 64(328), pages 1183 to 1210. Every
 * comparison of the two yields a level and with it a weight, log2(m/u); the weights add up, with
 * log2 of the prior odds, to the log2 of the odds that they match. What is missing on one side adds
 * nothing.
 *
 * <p>Agreement on the network says the less the more devices share it: its u-probability grows with
 * their number, after Winkler (1989), <i>Frequency-Based Matching in the Fellegi-Sunter Model of
 * Record Linkage</i>, as Splink's term-frequency adjustment does too.
 *
 * @param weights m- and u-probabilities
 * @param continuationMillis a visit that begins on the other device this soon after the end of one
 *     may be its continuation
 */
public record LinkModel(LinkWeights weights, long continuationMillis) implements Serializable {

    /** Below 1, since nothing is certain here. */
    private static final double MAX_PROBABILITY = 0.999_999;

    /** With fewer events on a side its hours say nothing. */
    private static final int MIN_EVENTS_FOR_HOURS = 24;

    private static final double[] INTEREST_BOUNDS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};

    private static final int[] ANONYMITY_BOUNDS = {12, 24, 48};

    private static final double LOG_2 = Math.log(2);

    /** Compares two devices. */
    public Agreement compare(DeviceProfile one, DeviceProfile other) {
        return new Agreement(
                userAgentLevel(one, other),
                sameLevel(one.timeZone, other.timeZone),
                interestLevel(one, other),
                itemLevel(one.items, other.items),
                timingLevel(one, other),
                hourLevel(one, other),
                anonymityLevel(one, other));
    }

    /**
     * The evidence for a match in bits: log2 of its odds.
     *
     * @param agreement of the two devices
     * @param devicesOnNetwork different devices seen on the network that they share
     */
    public double weight(Agreement agreement, int devicesOnNetwork) {
        double networkChance = Math.min(1, weights.networkShare() * devicesOnNetwork);
        return log2(weights.prior() / (1 - weights.prior()))
                + log2(weights.networkMatch() / networkChance)
                + weights.userAgent().weight(agreement.userAgent())
                + weights.timeZone().weight(agreement.timeZone())
                + weights.interests().weight(agreement.interests())
                + weights.items().weight(agreement.items())
                + weights.timing().weight(agreement.timing())
                + weights.hours().weight(agreement.hours())
                + weights.anonymity().weight(agreement.anonymity());
    }

    /** The probability of a match with so much evidence, in bits; never 1. */
    public static double probability(double weight) {
        return Math.min(1 / (1 + Math.pow(2, -weight)), MAX_PROBABILITY);
    }

    /** The probability that two devices of a network are one person's. */
    double probability(DeviceProfile one, DeviceProfile other, int devicesOnNetwork) {
        return probability(weight(compare(one, other), devicesOnNetwork));
    }

    static double log2(double value) {
        return Math.log(value) / LOG_2;
    }

    private static int sameLevel(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return MatchLevels.MISSING;
        }
        return one.equals(other) ? 1 : 0;
    }

    /** Levels: another family, the same, the same on devices that came one after the other. */
    private static int userAgentLevel(DeviceProfile one, DeviceProfile other) {
        int same = sameLevel(one.userAgentFamily, other.userAgentFamily);
        boolean succeeds = one.firstMillis > other.lastMillis || other.firstMillis > one.lastMillis;
        return same == 1 && succeeds ? 2 : same;
    }

    /** Levels of the cosine of their visits to each topic, shrunk towards 0 where few are known. */
    private static int interestLevel(DeviceProfile one, DeviceProfile other) {
        if (one.topics.length == 0 || other.topics.length == 0) {
            return MatchLevels.MISSING;
        }
        double product = 0;
        for (int i = 0; i < one.topics.length; i++) {
            for (int j = 0; j < other.topics.length; j++) {
                if (one.topics[i] == other.topics[j]) {
                    product += (double) one.topicVisits[i] * other.topicVisits[j];
                }
            }
        }
        double cosine = product / (length(one.topicVisits) * length(other.topicVisits));
        // One visit is soon like another by chance, so few of them count less.
        double visits = Math.min(one.visits.size(), other.visits.size());
        double likeness = cosine * visits / (visits + 1);
        int level = 0;
        while (level < INTEREST_BOUNDS.length && likeness >= INTEREST_BOUNDS[level]) {
            level++;
        }
        return level;
    }

    private static double length(int[] vector) {
        double squares = 0;
        for (int value : vector) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    /** Levels: no item in common, one, more. */
    private static int itemLevel(int[] one, int[] other) {
        if (one.length == 0 || other.length == 0) {
            return MatchLevels.MISSING;
        }
        int common = 0;
        for (int item : one) {
            for (int candidate : other) {
                if (item == candidate) {
                    common++;
                    break;
                }
            }
        }
        return Math.min(common, 2);
    }

    private int timingLevel(DeviceProfile one, DeviceProfile other) {
        int continued = 0;
        int together = 0;
        for (DeviceVisit visit : one.visits) {
            for (DeviceVisit otherVisit : other.visits) {
                if (visit.overlaps(otherVisit)) {
                    together++;
                } else if (visit.continues(otherVisit, continuationMillis)
                        || otherVisit.continues(visit, continuationMillis)) {
                    continued++;
                }
            }
        }
        if (together > continued) {
            return 0;
        }
        return 1 + Math.min(continued, 2);
    }

    /** Levels: the histograms overlap by less than a quarter, less than a half, more. */
    private static int hourLevel(DeviceProfile one, DeviceProfile other) {
        if (Math.min(one.events, other.events) < MIN_EVENTS_FOR_HOURS) {
            return MatchLevels.MISSING;
        }
        double overlap = 0;
        for (int hour = 0; hour < DeviceProfile.HOURS; hour++) {
            overlap +=
                    Math.min(
                            (double) one.hours[hour] / one.events,
                            (double) other.hours[hour] / other.events);
        }
        return overlap < 0.25 ? 0 : overlap < 0.5 ? 1 : 2;
    }

    /** Levels: who stays unknown for long is likelier somebody who has no account. */
    private static int anonymityLevel(DeviceProfile one, DeviceProfile other) {
        if (one.isAnonymous() == other.isAnonymous()) {
            return MatchLevels.MISSING;
        }
        int events = one.isAnonymous() ? one.events : other.events;
        int level = 0;
        while (level < ANONYMITY_BOUNDS.length && events >= ANONYMITY_BOUNDS[level]) {
            level++;
        }
        return level;
    }

    /**
     * The levels to which two devices agree, each {@link MatchLevels#MISSING} if a side says
     * nothing.
     *
     * @param userAgent 0 another family of browser and system, 1 the same, 2 the same one after the
     *     other
     * @param timeZone 0 another, 1 the same
     * @param interests 0 to 6, growing with the likeness of what their visits were about
     * @param items 0 no recent item in common, 1 one, 2 more
     * @param timing 0 used at the same time, 1 neither, 2 a visit continued on the other, 3 several
     * @param hours 0 to 2, growing with the overlap of their hours of the day
     * @param anonymity 0 to 3, growing with the events of the one that nobody has logged in on
     */
    public record Agreement(
            int userAgent,
            int timeZone,
            int interests,
            int items,
            int timing,
            int hours,
            int anonymity) {}
}
