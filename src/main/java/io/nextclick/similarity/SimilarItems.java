package io.nextclick.similarity;

/**
 * The best neighbours of an item, for the topic of that name. One without neighbours says that
 * there is no list any more.
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
        float[] backward) {

    private static final String[] NOBODY = {};
    private static final float[] NOTHING = {};

    /** The end of an item's list. */
    static SimilarItems none(String itemKey) {
        return new SimilarItems(itemKey, 0, 0, NOBODY, NOTHING, NOTHING, NOTHING);
    }

    /** What tells which neighbours are named, in any order; 0 if there are none. */
    int names() {
        int sum = 0;
        for (String neighbour : neighbours) {
            sum += neighbour.hashCode();
        }
        return neighbours.length > 0 && sum == 0 ? 1 : sum;
    }
}
