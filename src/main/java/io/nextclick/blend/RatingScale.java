package io.nextclick.blend;

/**
 * The ratings of what was clicked in lists of one blend, on the site's own scale: recent mean and
 * deviation, decayed over about {@value #WINDOW} ratings. In memory only.
 */
final class RatingScale {

    /** Ratings over which mean and deviation are taken, approximately. */
    private static final int WINDOW = 1_000;

    /** Ratings before any says something. */
    static final int FEWEST = 20;

    private long count;
    private double mean;
    private double square;

    /**
     * Where a rating stands among those before it, which it joins.
     *
     * @return standard deviations above the mean, -1 to 1; 0 while too few are known
     */
    double standing(double rating) {
        double deviation = Math.sqrt(Math.max(square - mean * mean, 0));
        boolean known = count >= FEWEST && deviation > 0;
        double standing = known ? (rating - mean) / deviation : 0;
        count++;
        double share = 1.0 / Math.min(count, WINDOW);
        mean += (rating - mean) * share;
        square += (rating * rating - square) * share;
        return Math.max(-1, Math.min(1, standing));
    }
}
