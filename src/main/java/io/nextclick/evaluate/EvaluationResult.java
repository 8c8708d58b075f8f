package io.nextclick.evaluate;

import java.util.Map;

/**
 * What an evaluation found about a model. A figure of which nothing was measured is NaN.
 *
 * @param model its name
 * @param protocol how it was tested
 * @param positions clicks that were predicted
 * @param unknownNext those of them whose item had never been clicked before, so that no model could
 *     have it in its list; 0 in a static run
 * @param figures mean over the positions of every metric
 * @param coverage share of the known items that were in a list of 20, 0 to 1
 * @param popularityBias mean over the lists of 20 of their items' mean popularity, each relative to
 *     the most popular item's: session-rec's {@code Popularity@20}; empty lists are left out
 * @param listMicros time to make a list
 * @param stateBytes what the model keeps, by its own estimate
 * @param bySession sums by session, for {@link PairedBootstrap}
 * @param bySlice sums by kind of position
 */
public record EvaluationResult(
        String model,
        Protocol protocol,
        long positions,
        long unknownNext,
        Map<Metric, Double> figures,
        double coverage,
        double popularityBias,
        ListMicros listMicros,
        long stateBytes,
        SessionScores bySession,
        SliceScores bySlice) {

    /**
     * Microseconds to make a list.
     *
     * @param p50 median
     * @param p90 90th percentile
     * @param p99 99th percentile
     */
    public record ListMicros(double p50, double p90, double p99) {}
}
