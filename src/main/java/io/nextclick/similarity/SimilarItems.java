package io.nextclick.similarity;

/**
 * The best neighbours of an item, for the topic of that name.
 *
 * @param itemKey item among all sites
 * @param updatedAtMillis time of the newest event in it, ms since the epoch
 * @param weight the item's decayed visits
 * @param neighbours their ids, best first
 * @param scores their scores
 * @param forward decayed weights of coming later
 * @param backward decayed weights of coming earlier
 */
public record SimilarItems(
        String itemKey,
        long updatedAtMillis,
        double weight,
        String[] neighbours,
        float[] scores,
        float[] forward,
        float[] backward) {}
