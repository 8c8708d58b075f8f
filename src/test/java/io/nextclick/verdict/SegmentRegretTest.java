package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.experiment.Experiment;
import io.nextclick.experiment.ExperimentReader;
import io.nextclick.testkit.Soak;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What learned arms lose by segment and without: clicks that are missed by lists of other arms than
 * the best one of their segment. Shops of 20,000 lists (40 with {@code -Psoak}, else four) have two
 * arms; of three segments one has half of the lists.
 */
class SegmentRegretTest {

    private static final int SHOPS = Soak.runs(40);
    private static final int LISTS = 20_000;
    private static final int EVERY = 100;

    /** Clicks, of some 1,500. */
    private static final double HARDLY = Soak.isWhole() ? 10 : 30;

    private static final long DAY = 86_400_000;

    /** The last one stands for the rest. */
    private static final List<String> SEGMENTS = List.of("new", "regulars", "");

    private final Judge judge = new Judge(new VerdictSettings(1_000, 90 * DAY, 5_000, 100));

    private static Experiment experiment(String more) {
        ExperimentReader.Reading reading =
                new ExperimentReader()
                        .read(
                                """
                                experiment_id: x
                                version: 1
                                unit: list
                                allocation: learned
                                primary: clicks
                                arms: [{arm: a, share: 0.5}, {arm: b, share: 0.5}]
                                """
                                        + more);
        assertThat(reading.faults()).isEmpty();
        return reading.experiment();
    }

    /**
     * Clicks that one shop misses.
     *
     * @param rates by segment and arm
     */
    private double missed(Experiment experiment, double[][] rates, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ExperimentSums sums = new ExperimentSums();
        ExperimentResult result = judge.judge(experiment, sums, 0);
        double missed = 0;
        for (int list = 0; list < LISTS; list++) {
            int segment = Math.max(0, random.nextInt(4) - 1);
            String name = experiment.allocation().segment(List.of(SEGMENTS.get(segment)));
            int arm = random.nextDouble() < weightOfFirst(result, name) ? 0 : 1;
            boolean clicked = random.nextDouble() < rates[segment][arm];
            missed += Math.max(rates[segment][0], rates[segment][1]) - rates[segment][arm];
            double[] moments = UnitChange.none();
            long[] shown = {1, clicked ? 1 : 0, 0, 0, 0, 0};
            UnitValues.add(moments, shown, 0, new long[6], 1);
            sums.add(new UnitChange("x", arm == 0 ? "a" : "b", name, 1, moments));
            result = list % EVERY == 0 ? judge.judge(experiment, sums, 0) : result;
        }
        return missed;
    }

    private static double weightOfFirst(ExperimentResult result, String segment) {
        for (SegmentResult each : result.segments()) {
            if (each.segment().equals(segment)) {
                return each.arms().get(0).weight();
            }
        }
        return result.arms().get(0).weight();
    }

    /** What a shop misses on average, by the way of learning. */
    private Map<String, Double> missed(String of, double[][] rates) {
        Map<String, Double> missed = new HashMap<>();
        Map.of("as one", "", "by segment", "by_segment: [new, regulars]")
                .forEach(
                        (way, more) ->
                                missed.put(
                                        way,
                                        IntStream.range(0, SHOPS)
                                                .mapToDouble(
                                                        seed ->
                                                                missed(
                                                                        experiment(more),
                                                                        rates,
                                                                        seed))
                                                .average()
                                                .orElseThrow()));
        System.out.printf(
                "clicks missed, %s: learned %.0f, by segment %.0f%n",
                of, missed.get("as one"), missed.get("by segment"));
        return missed;
    }

    @Test
    void where_segments_like_other_arms_learning_by_segment_loses_much_less() {
        var missed =
                missed("opposite arms", new double[][] {{0.1, 0.05}, {0.05, 0.1}, {0.07, 0.08}});
        assertThat(missed.get("by segment")).isLessThan(0.5 * missed.get("as one"));
    }

    @Test
    void where_all_like_one_arm_it_loses_hardly_more() {
        var same =
                missed("no difference", new double[][] {{0.06, 0.08}, {0.06, 0.08}, {0.06, 0.08}});
        assertThat(same.get("by segment")).isLessThan(same.get("as one") + HARDLY);
        var levels =
                missed("other levels", new double[][] {{0.06, 0.08}, {0.12, 0.14}, {0.02, 0.04}});
        assertThat(levels.get("by segment")).isLessThan(levels.get("as one") + HARDLY);
    }
}
