package io.nextclick.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of arms in each segment, if segments differ a little from what holds for all of
 * them. A segment of which little is known is taken for what all are, and one of which much is
 * known for what it is itself: empirical Bayes.
 *
 * <p>The mean of arm a in segment k is {@code μ = α + δ + ε}: the segment's level, what the arm is
 * worth everywhere, and what it is worth in this segment besides, {@code ε ~ N(0, τ²)}. What was
 * seen of it is {@code y ~ N(μ, v)}. Levels are no reason to distrust an arm: only differences
 * between arms decide.
 *
 * <p>α and δ are fitted by least squares with weights {@code 1 / (v + τ²)}. τ² is found by moments
 * before: with weights {@code w = 1 / v}, the sum of weighted squares around the fit {@code Q = Σ w
 * (y − fit)²} is on average {@code N − p + τ² (Σw − tr((XᵀWX)⁻¹ XᵀW²X))} of N means and p
 * parameters, and τ² is never below 0 (DerSimonian and Laird, "Meta-analysis in clinical trials",
 * 1986; with a fit in place of one mean: DerSimonian and Kacker, "Random-effects model for
 * meta-analysis of clinical trials: an update", 2007).
 *
 * <p>Then, with {@code B = v / (v + τ²)}, the posterior has the mean {@code B fit + (1 − B) y} and
 * the variance {@code (1 − B) v + B² u}: that of Fay and Herriot, "Estimates of income for small
 * places", 1979, where u is the variance of δ. That of α is left out, since all arms of a segment
 * have it.
 */
final class SegmentPosteriors {

    /** Of a pivot beside the largest one, below which arms cannot be compared. */
    private static final double SINGULAR = 1e-12;

    private final int arms;
    private final List<Cell> cells = new ArrayList<>();

    /** Column of the level of each segment; -1 if nothing is known of it. */
    private final int[] levels;

    private final int columns;

    /** What is known of an arm in a segment. */
    private record Cell(int segment, int arm, double mean, double variance) {}

    /**
     * Posteriors of the arms in each segment; what all arms of a segment have in common is left
     * out.
     *
     * @param between τ², in the metric's unit squared
     * @param means by segment and arm, in the metric's unit
     * @param errors their standard errors
     */
    record Result(double between, double[][] means, double[][] errors) {}

    private SegmentPosteriors(double[][] means, double[][] variances) {
        arms = means[0].length;
        levels = new int[means.length];
        int next = arms - 1;
        for (int segment = 0; segment < means.length; segment++) {
            levels[segment] = -1;
            for (int arm = 0; arm < arms; arm++) {
                double variance = variances[segment][arm];
                if (variance > 0 && Double.isFinite(variance)) {
                    cells.add(new Cell(segment, arm, means[segment][arm], variance));
                    levels[segment] = levels[segment] < 0 ? next++ : levels[segment];
                }
            }
        }
        columns = next;
    }

    /**
     * The posteriors.
     *
     * @param means by segment and arm, in the metric's unit
     * @param variances of these means; infinite where nothing is known
     * @return null if the arms cannot be compared, as those that were seen in no segment together
     */
    static @Nullable Result of(double[][] means, double[][] variances) {
        SegmentPosteriors model = new SegmentPosteriors(means, variances);
        Fit apart = model.fit(0);
        if (apart == null) {
            return null;
        }
        double between = model.between(apart);
        Fit fit = model.fit(between);
        return fit == null ? null : model.result(fit, between, means.length);
    }

    /**
     * A fit by weighted least squares.
     *
     * @param values what each arm but the first is worth beside it, then the levels of segments
     * @param covariances of these
     */
    private record Fit(double[] values, double[][] covariances) {}

    private @Nullable Fit fit(double between) {
        double[][] normal = new double[columns][columns];
        double[] right = new double[columns];
        for (Cell cell : cells) {
            double weight = 1 / (cell.variance + between);
            for (int row : row(cell)) {
                right[row] += weight * cell.mean;
                for (int column : row(cell)) {
                    normal[row][column] += weight;
                }
            }
        }
        double[][] inverse = inverse(normal);
        if (inverse == null) {
            return null;
        }
        double[] values = new double[columns];
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < columns; j++) {
                values[i] += inverse[i][j] * right[j];
            }
        }
        return new Fit(values, inverse);
    }

    /** The columns in which a cell has 1; it has 0 in the others. */
    private int[] row(Cell cell) {
        int level = levels[cell.segment];
        return cell.arm == 0 ? new int[] {level} : new int[] {cell.arm - 1, level};
    }

    private double between(Fit fit) {
        double squares = 0;
        double scale = 0;
        for (Cell cell : cells) {
            double weight = 1 / cell.variance;
            double rest = cell.mean;
            double leverage = 0;
            for (int i : row(cell)) {
                rest -= fit.values[i];
                for (int j : row(cell)) {
                    leverage += fit.covariances[i][j];
                }
            }
            squares += weight * rest * rest;
            scale += weight - weight * weight * leverage;
        }
        int freedom = cells.size() - columns;
        double between = (squares - freedom) / scale;
        return freedom > 0 && between > 0 && Double.isFinite(between) ? between : 0;
    }

    private Result result(Fit fit, double between, int segments) {
        double[] ofArms = ofArms(fit);
        double[][] means = new double[segments][arms];
        double[][] errors = new double[segments][arms];
        for (int segment = 0; segment < segments; segment++) {
            double level = levels[segment] < 0 ? 0 : fit.values[levels[segment]];
            for (int arm = 0; arm < arms; arm++) {
                means[segment][arm] = level + (arm == 0 ? 0 : fit.values[arm - 1]);
                errors[segment][arm] = Math.sqrt(between + ofArms[arm]);
            }
        }
        for (Cell cell : cells) {
            double shrunk = cell.variance / (cell.variance + between);
            double[] mean = means[cell.segment];
            mean[cell.arm] = shrunk * mean[cell.arm] + (1 - shrunk) * cell.mean;
            errors[cell.segment][cell.arm] =
                    Math.sqrt((1 - shrunk) * cell.variance + shrunk * shrunk * ofArms[cell.arm]);
        }
        return new Result(between, means, errors);
    }

    /**
     * The variance of what each arm is worth, as of independent arms: such that the differences
     * from the mean of all arms vary as those of the fit. Of two arms each has half of the
     * difference's.
     */
    private double[] ofArms(Fit fit) {
        double[] around = new double[arms];
        for (int arm = 0; arm < arms; arm++) {
            for (int i = 0; i < arms - 1; i++) {
                for (int j = 0; j < arms - 1; j++) {
                    double left = (i == arm - 1 ? 1 : 0) - 1.0 / arms;
                    double right = (j == arm - 1 ? 1 : 0) - 1.0 / arms;
                    around[arm] += left * right * fit.covariances[i][j];
                }
            }
        }
        double sum = Arrays.stream(around).sum() / (1 - 1.0 / arms);
        double[] variances = new double[arms];
        for (int arm = 0; arm < arms; arm++) {
            double alone = (around[arm] - sum / arms / arms) / (1 - 2.0 / arms);
            variances[arm] = arms == 2 ? sum / 2 : Math.max(0, alone);
        }
        return variances;
    }

    /** By Gauss and Jordan with pivots on the diagonal, as the matrix is positive definite. */
    private static double @Nullable [][] inverse(double[][] matrix) {
        int size = matrix.length;
        double[][] inverse = new double[size][size];
        double largest = 0;
        for (int i = 0; i < size; i++) {
            inverse[i][i] = 1;
            largest = Math.max(largest, matrix[i][i]);
        }
        for (int i = 0; i < size; i++) {
            double pivot = matrix[i][i];
            if (!(pivot > SINGULAR * largest)) {
                return null;
            }
            for (int j = 0; j < size; j++) {
                matrix[i][j] /= pivot;
                inverse[i][j] /= pivot;
            }
            for (int row = 0; row < size; row++) {
                double factor = matrix[row][i];
                for (int j = 0; j < size && row != i; j++) {
                    matrix[row][j] -= factor * matrix[i][j];
                    inverse[row][j] -= factor * inverse[i][j];
                }
            }
        }
        return inverse;
    }
}
