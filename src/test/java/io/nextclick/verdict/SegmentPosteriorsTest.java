package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmentPosteriorsTest {

    private static final double UNKNOWN = Double.POSITIVE_INFINITY;

    private static double[][] same(int segments, int arms, double variance) {
        double[][] variances = new double[segments][arms];
        Arrays.stream(variances).forEach(each -> Arrays.fill(each, variance));
        return variances;
    }

    @Test
    void without_a_difference_between_segments_each_has_what_all_together_say() {
        double[][] means = {{0.1, 0.2}, {0.4, 0.5}, {0.8, 0.9}};
        var result = SegmentPosteriors.of(means, same(3, 2, 0.03));
        assertThat(result.between()).as("levels are no difference").isZero();
        for (int i = 0; i < 3; i++) {
            assertThat(result.means()[i][1] - result.means()[i][0]).isEqualTo(0.1, within(1e-12));
            assertThat(result.errors()[i])
                    .as("as of three times the lists")
                    .containsExactly(new double[] {0.1, 0.1}, within(1e-12));
        }
    }

    @Test
    void one_segment_is_known_as_it_was_seen() {
        var result =
                SegmentPosteriors.of(
                        new double[][] {{0.1, 0.4, 0.2}}, new double[][] {{0.01, 0.04, 0.09}});
        assertThat(result.between()).isZero();
        assertThat(result.means()[0]).containsExactly(new double[] {0.1, 0.4, 0.2}, within(1e-12));
        assertThat(result.errors()[0]).containsExactly(new double[] {0.1, 0.2, 0.3}, within(1e-12));
    }

    @Test
    void segments_that_differ_much_are_known_as_they_were_seen() {
        double[][] means = {{1, 0}, {0, 1}};
        var result = SegmentPosteriors.of(means, same(2, 2, 1e-6));
        // Q = (1 / 1e-6) * 4 * 0.5², one degree of freedom, Σw - tr(...) = 4e6 - 3e6.
        assertThat(result.between()).isEqualTo(1 - 1e-6, within(1e-9));
        for (int i = 0; i < 2; i++) {
            assertThat(result.means()[i]).containsExactly(means[i], within(1e-5));
            assertThat(result.errors()[i]).containsExactly(new double[] {1e-3, 1e-3}, within(1e-5));
        }
    }

    /** One mean of each segment beside a known one: DerSimonian and Laird as they are printed. */
    @Test
    void the_variance_between_segments_is_that_of_the_moment_estimate() {
        double[] seen = {0.3, 0.5, 0.9, 0.1};
        double[] variances = {0.01, 0.02, 0.04, 0.01};
        double[][] means = new double[4][2];
        double[][] cells = new double[4][2];
        double[] weights = new double[4];
        for (int i = 0; i < 4; i++) {
            means[i][1] = seen[i];
            cells[i] = new double[] {variances[i] / 2, variances[i] / 2};
            weights[i] = 1 / variances[i];
        }
        double sum = Arrays.stream(weights).sum();
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < 4; i++) {
            mean += weights[i] * seen[i] / sum;
            squares += weights[i] * weights[i];
        }
        double q = 0;
        for (int i = 0; i < 4; i++) {
            q += weights[i] * Math.pow(seen[i] - mean, 2);
        }
        double ofDifferences = (q - 3) / (sum - squares / sum);
        // A difference has that of two arms.
        assertThat(SegmentPosteriors.of(means, cells).between())
                .isEqualTo(ofDifferences / 2, within(1e-12));
    }

    @Test
    void the_variance_between_segments_is_right_on_average() {
        SplittableRandom random = new SplittableRandom(5);
        double sum = 0;
        int runs = 4_000;
        for (int run = 0; run < runs; run++) {
            double[][] means = new double[6][3];
            double[][] variances = new double[6][3];
            for (int i = 0; i < 6; i++) {
                double level = random.nextGaussian();
                for (int arm = 0; arm < 3; arm++) {
                    variances[i][arm] = 0.001 + 0.01 * random.nextDouble();
                    double true1 = level + arm + Math.sqrt(0.04) * random.nextGaussian();
                    means[i][arm] = true1 + Math.sqrt(variances[i][arm]) * random.nextGaussian();
                }
            }
            sum += SegmentPosteriors.of(means, variances).between();
        }
        assertThat(sum / runs).isEqualTo(0.04, within(0.002));
    }

    @Test
    void a_segment_of_which_nothing_is_known_is_taken_for_what_all_are() {
        double[][] means = {{0.1, 0.5}, {0.1, 0.6}, {7, 0}};
        double[][] variances = same(3, 2, 0.001);
        variances[2] = new double[] {UNKNOWN, UNKNOWN};
        var result = SegmentPosteriors.of(means, variances);
        assertThat(result.means()[2][1] - result.means()[2][0]).isEqualTo(0.45, within(1e-9));
        variances[2][0] = 0.001;
        assertThat(SegmentPosteriors.of(means, variances).means()[2][1])
                .as("beside the one that is known")
                .isEqualTo(7.45, within(0.01));
    }

    @Test
    void arms_that_were_seen_in_no_segment_together_are_not_compared() {
        double[][] means = {{0.1, 0.5}, {0.1, 0.6}};
        assertThat(SegmentPosteriors.of(means, new double[][] {{1, UNKNOWN}, {UNKNOWN, 1}}))
                .isNull();
        assertThat(SegmentPosteriors.of(means, new double[][] {{1, UNKNOWN}, {1, UNKNOWN}}))
                .isNull();
        assertThat(SegmentPosteriors.of(means, same(2, 2, 0))).as("nothing varies").isNull();
    }
}
