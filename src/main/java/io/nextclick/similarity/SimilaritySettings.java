package io.nextclick.similarity;

import io.nextclick.flow.ForwardDecay;
import java.io.Serializable;

/**
 * How pairs are learnt, and the bounds of what is kept.
 *
 * @param halfLifeMillis time in which a pair's weight halves, ms
 * @param trendVisits visits of an item in which the weight of what is trending halves
 * @param maxNeighbours most neighbours of an item; the weakest leaves for a new one
 * @param candidates most candidates in one answer
 * @param publishIntervalMillis shortest time between two publications of an item's list, ms; 0
 *     publishes none
 * @param maxRemoved most removed items that published lists are kept free of
 * @param sweepPerSecond items a second whose lists a subtask looks through after a removal
 */
public record SimilaritySettings(
        long halfLifeMillis,
        int trendVisits,
        int maxNeighbours,
        int candidates,
        long publishIntervalMillis,
        int maxRemoved,
        int sweepPerSecond)
        implements Serializable {

    /** True if lists are published. */
    boolean publishes() {
        return publishIntervalMillis > 0;
    }

    ForwardDecay decay() {
        return new ForwardDecay(halfLifeMillis);
    }
}
