package io.nextclick.blend;

/**
 * Page-Hinkley test for a rise of a mean loss (Page: Continuous inspection schemes, Biometrika
 * 1954; as in Gama et al.: A survey on concept drift adaptation, ACM Computing Surveys 2014). The
 * sum of what losses are above their mean, less a tolerance, stays near its minimum as long as
 * nothing changed. Losses are taken in standard deviations, so that the same two numbers serve
 * steady and noisy ones: without a change a sum as high as the threshold is to be expected once in
 * {@code exp(2 · tolerance · threshold)}, some ten million, losses.
 */
final class LossDrift {

    /** Rise of the mean that is tolerated, standard deviations. */
    static final double TOLERANCE = 0.15;

    /** How far the sum may be above its minimum, standard deviations. */
    static final double THRESHOLD = 55;

    /** Losses from which the mean and the deviation are known well enough. */
    static final int FEWEST = 100;

    private long count;
    private double mean;

    /** Sum of the squared deviations from the mean. */
    private double squares;

    private double sum;
    private double least;

    /** Takes in a loss; true if the mean rose. It then begins anew. */
    boolean add(double loss) {
        count++;
        double from = loss - mean;
        mean += from / count;
        squares += from * (loss - mean);
        if (count < FEWEST) {
            return false;
        }
        double deviation = Math.sqrt(Math.max(squares / count, 1e-12));
        sum += (loss - mean) / deviation - TOLERANCE;
        least = Math.min(least, sum);
        if (sum - least <= THRESHOLD) {
            return false;
        }
        count = 0;
        mean = 0;
        squares = 0;
        sum = 0;
        least = 0;
        return true;
    }
}
