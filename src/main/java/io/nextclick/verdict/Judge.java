package io.nextclick.verdict;

import io.nextclick.experiment.Experiment;
import io.nextclick.experiment.UnitMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Judges an experiment by its sums. With several arms beside the control each is compared at its
 * part of alpha (Bonferroni), so all intervals together hold.
 */
final class Judge {

    private static final double DAY_MILLIS = 86_400_000;
    private static final double POWER = 0.8;
    private static final double NO_DIFFERENCE = 1;
    private static final double EVEN = 0.5;

    private final VerdictSettings settings;

    Judge(VerdictSettings settings) {
        this.settings = settings;
    }

    /** The result at a time of the job's clock. */
    ExperimentResult judge(Experiment experiment, ExperimentSums sums, long nowMillis) {
        List<UnitMetric> metrics = new ArrayList<>();
        metrics.add(experiment.goal().primary());
        experiment.goal().guardrails().forEach(each -> metrics.add(each.metric()));
        List<Experiment.Arm> arms = experiment.arms();
        long[] units = arms.stream().mapToLong(arm -> sums.unitsOf(arm.id())).toArray();
        List<List<ArmMetric>> effects = new ArrayList<>();
        arms.forEach(arm -> effects.add(new ArrayList<>()));
        Moments[] primary = moments(arms, sums, metrics.get(0));
        for (UnitMetric metric : metrics) {
            Moments[] each = metric == metrics.get(0) ? primary : moments(arms, sums, metric);
            for (int i = 0; i < each.length; i++) {
                effects.get(i).add(new ArmMetric(metric, effect(experiment, each, i)));
            }
        }
        double[] best = best(primary, BestArm::probabilities);
        double[] losses = best(primary, BestArm::expectedLosses);
        boolean learns = learns(experiment, units);
        double[] ofAll =
                learns
                        ? BestArm.weights(best, experiment.allocation().floor())
                        : experiment.shares();
        SegmentJudge.Result bySegment =
                SegmentJudge.judge(experiment, sums, best, ofAll, settings.learnAfter(), learns);
        double[] weights = bySegment.rest();
        double ratio = sampleRatio(experiment, units);
        double days = daysLeft(experiment, primary, sums, nowMillis);
        List<ArmResult> results = new ArrayList<>();
        for (int i = 0; i < units.length; i++) {
            results.add(
                    new ArmResult(
                            arms.get(i).id(),
                            units[i],
                            weights[i],
                            best[i],
                            losses[i],
                            effects.get(i)));
        }
        return new ExperimentResult(
                experiment.key(),
                experiment.version(),
                sums.number,
                nowMillis,
                Verdicts.of(experiment, results, ratio, days),
                days,
                sums.crossovers,
                ratio,
                results,
                bySegment.segments());
    }

    private static Moments[] moments(
            List<Experiment.Arm> arms, ExperimentSums sums, UnitMetric metric) {
        Moments[] moments = new Moments[arms.size()];
        for (int i = 0; i < moments.length; i++) {
            String arm = arms.get(i).id();
            moments[i] = UnitInArms.moments(sums.unitsOf(arm), sums.momentsOf(arm), metric);
        }
        return moments;
    }

    private static Moments pooled(Moments[] arms) {
        Moments pooled = Moments.NONE;
        for (Moments each : arms) {
            pooled = pooled.plus(each);
        }
        return pooled;
    }

    private static double alpha(Experiment experiment) {
        return experiment.goal().alpha() / (experiment.arms().size() - 1);
    }

    private Effect effect(Experiment experiment, Moments[] arms, int place) {
        Moments pooled = pooled(arms);
        if (place > 0) {
            return Effects.of(arms[0], arms[place], pooled, alpha(experiment), settings.tunedFor());
        }
        return new Effect(Effects.mean(arms[0], pooled), 0, 0, 0, NO_DIFFERENCE, EVEN, false);
    }

    /** Of means and their standard errors, by arm. */
    private interface Posterior {
        double[] of(double[] means, double[] standardErrors);
    }

    private static double[] best(Moments[] arms, Posterior posterior) {
        Moments pooled = pooled(arms);
        double[] means = new double[arms.length];
        double[] errors = new double[arms.length];
        for (int i = 0; i < arms.length; i++) {
            means[i] = Effects.mean(arms[i], pooled);
            errors[i] = Effects.standardError(arms[i], pooled);
        }
        return posterior.of(means, errors);
    }

    private boolean learns(Experiment experiment, long[] units) {
        return experiment.allocation().learned()
                && Arrays.stream(units).allMatch(each -> each >= settings.learnAfter());
    }

    /** Shares that are learned are not those that were declared. */
    private static double sampleRatio(Experiment experiment, long[] units) {
        return experiment.allocation().learned()
                ? 1
                : SampleRatio.eValue(units, experiment.shares());
    }

    /** Of the comparison that takes longest. */
    private double daysLeft(
            Experiment experiment, Moments[] arms, ExperimentSums sums, long nowMillis) {
        double effect = experiment.goal().minimumEffect();
        double days = (nowMillis - sums.firstMillis) / DAY_MILLIS;
        if (effect == 0 || sums.firstMillis == 0 || days <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        Planner.Goal goal = new Planner.Goal(effect, alpha(experiment), POWER, settings.tunedFor());
        Moments pooled = pooled(arms);
        double longest = 0;
        for (int i = 1; i < arms.length; i++) {
            long units = arms[0].units() + arms[i].units();
            double variance = Effects.variance(arms[0], arms[i], pooled);
            longest = Math.max(longest, Planner.daysLeft(units, units / days, variance, goal));
        }
        return longest;
    }
}
