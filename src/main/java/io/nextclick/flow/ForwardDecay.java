package io.nextclick.flow;

/**
 * Exponential forward decay (Cormode, Shkapenyuk, Srivastava, Xu: Forward Decay, ICDE 2009): a
 * weight that arrives at time <i>t</i> is stored as {@code w · 2^((t − landmark) / halfLife)}, so
 * stored weights never change because time passed. Reading divides by the factor of now.
 *
 * @param halfLifeMillis time in which a weight halves, ms, more than 0
 */
public record ForwardDecay(long halfLifeMillis) {

    /** Beyond this many half-lives the holder moves its landmark, far inside float's range. */
    private static final double MAX_HALF_LIVES = 60;

    /** Rejects a half-life that is not positive. */
    public ForwardDecay {
        if (halfLifeMillis <= 0) {
            throw new IllegalArgumentException("half-life must be positive: " + halfLifeMillis);
        }
    }

    /** Factor by which a weight at {@code millis} is scaled before it is added. */
    public double factor(long millis, long landmarkMillis) {
        return Math.pow(2, (double) (millis - landmarkMillis) / halfLifeMillis);
    }

    /** True if the holder should divide its weights by {@link #factor} and move its landmark. */
    public boolean isLandmarkWorn(long millis, long landmarkMillis) {
        return millis - landmarkMillis > MAX_HALF_LIVES * halfLifeMillis;
    }
}
