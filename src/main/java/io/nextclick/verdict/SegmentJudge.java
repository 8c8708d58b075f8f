package io.nextclick.verdict;

import io.nextclick.experiment.Experiment;
import io.nextclick.experiment.UnitMetric;
import io.nextclick.verdict.SegmentResult.SegmentArm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The weights of learned arms by segment. The lists of none of the named segments are one more, the
 * rest, which is what all arms have less the segments: sums, so that nothing is counted twice.
 */
final class SegmentJudge {

    private final Experiment experiment;
    private final List<String> segments;
    private final int arms;

    /** By segment and arm, of the primary metric; the rest is last. */
    private final Moments[][] cells;

    private final Moments[] bySegment;
    private final Moments all;

    private SegmentJudge(Experiment experiment, ExperimentSums sums) {
        this.experiment = experiment;
        this.segments = experiment.allocation().bySegment();
        this.arms = experiment.arms().size();
        this.cells = new Moments[segments.size() + 1][arms];
        this.bySegment = new Moments[segments.size() + 1];
        UnitMetric metric = experiment.goal().primary();
        for (int arm = 0; arm < arms; arm++) {
            String id = experiment.arms().get(arm).id();
            Moments rest = sums.of(id, metric);
            for (int i = 0; i < segments.size(); i++) {
                cells[i][arm] = sums.of(segments.get(i), id, metric);
                rest = rest.minus(cells[i][arm]);
            }
            cells[segments.size()][arm] = rest;
        }
        Moments sum = Moments.NONE;
        for (int i = 0; i < cells.length; i++) {
            bySegment[i] = Moments.NONE;
            for (Moments each : cells[i]) {
                bySegment[i] = bySegment[i].plus(each);
            }
            sum = sum.plus(bySegment[i]);
        }
        this.all = sum;
    }

    /**
     * What is to be drawn by.
     *
     * @param segments the named ones in their order
     * @param rest the weights of the arms for all other lists
     */
    record Result(List<SegmentResult> segments, double[] rest) {}

    /**
     * Judges by segment.
     *
     * @param best probability of each arm that it is the best of all, where segments say nothing
     * @param weights the arms' weights then
     * @param learnAfter lists of a segment from which on it says how much its metric varies
     * @param learns false while it is too early
     */
    static Result judge(
            Experiment experiment,
            ExperimentSums sums,
            double[] best,
            double[] weights,
            long learnAfter,
            boolean learns) {
        if (experiment.allocation().bySegment().isEmpty()) {
            return new Result(List.of(), weights);
        }
        SegmentJudge judge = new SegmentJudge(experiment, sums);
        SegmentPosteriors.@Nullable Result posteriors =
                learns && judge.all.variance() > 0 ? judge.posteriors(learnAfter) : null;
        List<SegmentResult> results = new ArrayList<>();
        double[] rest = weights;
        for (int i = 0; i < judge.cells.length; i++) {
            double[] bestHere = best;
            double[] weightsHere = weights;
            if (posteriors != null) {
                bestHere = BestArm.probabilities(posteriors.means()[i], posteriors.errors()[i]);
                weightsHere = BestArm.weights(bestHere, experiment.allocation().floor());
            }
            if (i < judge.segments.size()) {
                results.add(judge.result(i, bestHere, weightsHere));
            } else {
                rest = weightsHere;
            }
        }
        return new Result(results, rest);
    }

    private SegmentPosteriors.@Nullable Result posteriors(long learnAfter) {
        double[][] means = new double[cells.length][arms];
        double[][] variances = new double[cells.length][arms];
        for (int i = 0; i < cells.length; i++) {
            // Few lists without a click vary by chance as little as they are clicked.
            double here = bySegment[i].units() < learnAfter ? 0 : bySegment[i].variance();
            double least = here > 0 ? here : all.variance();
            for (int arm = 0; arm < arms; arm++) {
                Moments cell = cells[i][arm];
                means[i][arm] = cell.mean();
                variances[i][arm] =
                        cell.units() < 2
                                ? Double.POSITIVE_INFINITY
                                : Math.max(cell.variance(), least) / cell.units();
            }
        }
        return SegmentPosteriors.of(means, variances);
    }

    private SegmentResult result(int segment, double[] best, double[] weights) {
        List<SegmentArm> results = new ArrayList<>();
        for (int arm = 0; arm < arms; arm++) {
            Moments cell = cells[segment][arm];
            results.add(
                    new SegmentArm(
                            experiment.arms().get(arm).id(),
                            cell.units(),
                            cell.mean(),
                            weights[arm],
                            best[arm]));
        }
        return new SegmentResult(segments.get(segment), results);
    }
}
