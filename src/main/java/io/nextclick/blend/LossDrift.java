package io.nextclick.blend;

/**
 * Page-Hinkley test for a rise of the mean loss (Page: Continuous inspection schemes, Biometrika
 * 1954; as in Gama et al.: A survey on concept drift adaptation, ACM Computing Surveys 2014). The
 * sum of what losses are above their mean, less a tolerance, stays near its minimum as long as
 * nothing changed. Its fields are part of every savepoint.
 */
public final class LossDrift {

    /** Rise of the mean loss that is tolerated, nats. */
    static final double TOLERANCE = 0.15;

    /** How far the sum may be above its minimum, nats. */
    static final double THRESHOLD = 60;

    public long count;
    public double mean;
    public double sum;
    public double least;

    /** For Flink's serializer. */
    public LossDrift() {}

    /** Takes in a loss; true if the mean rose. It then begins anew. */
    boolean add(double loss) {
        count++;
        mean += (loss - mean) / count;
        sum += loss - mean - TOLERANCE;
        least = Math.min(least, sum);
        if (sum - least <= THRESHOLD) {
            return false;
        }
        count = 0;
        mean = 0;
        sum = 0;
        least = 0;
        return true;
    }
}
