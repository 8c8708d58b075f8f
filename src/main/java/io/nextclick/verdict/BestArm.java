package io.nextclick.verdict;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Which arm is the best, if each arm's true mean has an independent normal posterior. By quadrature
 * and not by simulation: the same posteriors always give the same figures, to about 1e-8.
 *
 * <p>A standard error of 0 is a mean that is known. An infinite one is an arm of which nothing is
 * known: its mean does not count, and of k such arms each is the best with {@code (1 − 2⁻ᵏ) / k}.
 */
public final class BestArm {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** Nodes and weights of the Gauss-Legendre rule of seven points, from -1 to 1. */
    private static final double[] NODES = {
        -0.9491079123427585,
        -0.7415311855993945,
        -0.4058451513773972,
        0,
        0.4058451513773972,
        0.7415311855993945,
        0.9491079123427585
    };

    private static final double[] WEIGHTS = {
        0.1294849661688697,
        0.2797053914892766,
        0.3818300505051189,
        0.4179591836734694,
        0.3818300505051189,
        0.2797053914892766,
        0.1294849661688697
    };

    /** Standard errors around a mean beyond which there is nothing. */
    private static final int REACH = 8;

    /** Standard errors of an arm within one panel of the quadrature. */
    private static final int PANEL = 1;

    /** What stands for 0 and for infinity among standard errors, beside the largest other one. */
    private static final double FAR = 1e9;

    private BestArm() {}

    /**
     * The probability of each arm that its mean is the largest: {@code ∫ fᵢ(t) Πⱼ Fⱼ(t) dt} over
     * the other arms j.
     */
    public static double[] probabilities(double[] means, double[] standardErrors) {
        return new Posteriors(means, standardErrors).best();
    }

    /**
     * What is lost on average if an arm is chosen and another one is better, in the metric's unit:
     * {@code E[maxⱼ μⱼ] − E[μᵢ]}. Infinite for all arms if nothing is known of one.
     */
    public static double[] expectedLosses(double[] means, double[] standardErrors) {
        Posteriors posteriors = new Posteriors(means, standardErrors);
        if (means.length > 1 && DoubleStream.of(standardErrors).anyMatch(Double::isInfinite)) {
            return DoubleStream.of(means).map(any -> Double.POSITIVE_INFINITY).toArray();
        }
        double best = posteriors.expectedBest();
        return DoubleStream.of(posteriors.means).map(mean -> Math.max(0, best - mean)).toArray();
    }

    /**
     * Weights to draw arms by: {@code floor + (1 − n · floor) · pᵢ}, which are at least the floor
     * and sum to 1.
     *
     * @param probabilities of each of the n arms; they count by their share of their sum
     * @param floor smallest weight; one above 1/n makes all arms equal
     */
    public static double[] weights(double[] probabilities, double floor) {
        double sum = DoubleStream.of(probabilities).sum();
        double least = Math.min(Math.max(0, floor), 1.0 / probabilities.length);
        double rest = 1 - probabilities.length * least;
        double equal = 1.0 / probabilities.length;
        return DoubleStream.of(probabilities)
                .map(each -> least + rest * (sum > 0 ? each / sum : equal))
                .toArray();
    }

    /** Posteriors relative to the largest mean, and the quadrature over them. */
    private static final class Posteriors {
        private final double[] means;
        private final double[] errors;

        Posteriors(double[] means, double[] standardErrors) {
            if (means.length != standardErrors.length
                    || !DoubleStream.of(means).allMatch(Double::isFinite)
                    || !DoubleStream.of(standardErrors).allMatch(error -> error >= 0)) {
                throw new IllegalArgumentException("means and standard errors do not go together");
            }
            double largest = DoubleStream.of(means).max().orElse(0);
            this.means = DoubleStream.of(means).map(mean -> mean - largest).toArray();
            double scale =
                    DoubleStream.concat(
                                    DoubleStream.of(this.means).map(Math::abs),
                                    DoubleStream.of(standardErrors))
                            .filter(each -> each > 0 && Double.isFinite(each))
                            .max()
                            .orElse(1);
            this.errors =
                    DoubleStream.of(standardErrors)
                            .map(error -> Math.min(scale * FAR, Math.max(scale / FAR, error)))
                            .toArray();
        }

        double[] best() {
            double[] sums = new double[means.length];
            integrate((at, densities) -> Arrays.setAll(sums, i -> sums[i] + densities[i]));
            double whole = DoubleStream.of(sums).sum();
            return DoubleStream.of(sums).map(sum -> sum / whole).toArray();
        }

        double expectedBest() {
            double[] sums = new double[2];
            integrate(
                    (at, densities) -> {
                        double density = DoubleStream.of(densities).sum();
                        sums[0] += density;
                        sums[1] += density * at;
                    });
            return sums[1] / sums[0];
        }

        private interface Integrand {
            void add(double at, double[] densities);
        }

        /** Calls with the weighted density, of each arm, that it is the best and there. */
        private void integrate(Integrand integrand) {
            double[] ends = panels();
            for (int panel = 1; panel < ends.length; panel++) {
                double half = (ends[panel] - ends[panel - 1]) / 2;
                for (int node = 0; node < NODES.length; node++) {
                    double at = ends[panel - 1] + half * (1 + NODES[node]);
                    integrand.add(at, densities(at, half * WEIGHTS[node]));
                }
            }
        }

        /** Each arm's neighbourhood in steps of its own error; nothing is below the others' all. */
        private double[] panels() {
            double lowest =
                    IntStream.range(0, means.length)
                            .mapToDouble(i -> means[i] - REACH * errors[i])
                            .max()
                            .orElse(0);
            return IntStream.range(0, means.length)
                    .boxed()
                    .flatMapToDouble(
                            i ->
                                    IntStream.rangeClosed(-REACH / PANEL, REACH / PANEL)
                                            .mapToDouble(
                                                    step -> means[i] + step * PANEL * errors[i]))
                    .filter(end -> end >= lowest)
                    .sorted()
                    .distinct()
                    .toArray();
        }

        private double[] densities(double at, double weight) {
            double[] densities = new double[means.length];
            double[] below = new double[means.length];
            double product = weight;
            for (int i = 0; i < means.length; i++) {
                double z = (at - means[i]) / errors[i];
                densities[i] = product * NORMAL.density(z) / errors[i];
                below[i] = NORMAL.cumulativeProbability(z);
                product *= below[i];
            }
            product = 1;
            for (int i = means.length - 1; i >= 0; i--) {
                densities[i] *= product;
                product *= below[i];
            }
            return densities;
        }
    }
}
