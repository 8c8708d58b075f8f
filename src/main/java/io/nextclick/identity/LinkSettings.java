package io.nextclick.identity;

import java.io.Serializable;
import java.time.Duration;

/**
 * When devices are linked by probability, and the bounds of what is kept of them.
 *
 * @param weights m- and u-probabilities of the comparisons
 * @param acceptProbability from here on a device is said to be a user's
 * @param greyProbability from here on the two are reported as uncertain
 * @param ambiguousMargin a user who is not ahead of the next by so much probability is not named
 * @param minEvents events that a device must have before it is compared
 * @param minVisits visits that it must have made before
 * @param scoreEvery a device is compared when it shows a new item or user, else at every so many
 *     events
 * @param maxCandidates most devices kept of a network
 * @param maxItems most recent items kept of a device
 * @param maxTopics most topics kept of a device
 * @param maxVisits most recent visits kept of a device
 * @param visitGapMillis two events of a device this far apart or nearer belong to one visit
 * @param continuationMillis a visit on one device this soon after one on another may continue it
 * @param crowdMillis a network is crowded if more than {@code maxCandidates} devices are seen on it
 *     within this time
 * @param horizonMillis a device not seen on the network for so long is forgotten, and a crowded
 *     network is looked at again after so long
 */
public record LinkSettings(
        LinkWeights weights,
        double acceptProbability,
        double greyProbability,
        double ambiguousMargin,
        int minEvents,
        int minVisits,
        int scoreEvery,
        int maxCandidates,
        int maxItems,
        int maxTopics,
        int maxVisits,
        long visitGapMillis,
        long continuationMillis,
        long crowdMillis,
        long horizonMillis)
        implements Serializable {

    /** Rejects thresholds in the wrong order. */
    public LinkSettings {
        if (!(0 < greyProbability
                && greyProbability <= acceptProbability
                && acceptProbability < 1)) {
            throw new IllegalArgumentException(
                    "greyProbability %s must be above 0 and at most acceptProbability %s, below 1"
                            .formatted(greyProbability, acceptProbability));
        }
    }

    /** The defaults. */
    public static LinkSettings defaults() {
        return new LinkSettings(
                LinkWeights.defaults(),
                0.94,
                0.6,
                0.3,
                6,
                3,
                8,
                32,
                32,
                32,
                16,
                Duration.ofMinutes(30).toMillis(),
                Duration.ofMinutes(15).toMillis(),
                Duration.ofDays(7).toMillis(),
                Duration.ofDays(30).toMillis());
    }
}
