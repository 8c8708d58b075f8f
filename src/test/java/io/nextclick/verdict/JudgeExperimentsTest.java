package io.nextclick.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.nextclick.experiment.ExperimentReader;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.testkit.Harness;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeExperimentsTest {

    private static final long DAY = 86_400_000;
    private static final VerdictSettings SETTINGS =
            new VerdictSettings(1_000, 90 * DAY, 5_000, 100);
    private static final String ARMS = "arms: [{arm: a, share: 0.5}, {arm: b, share: 0.5}]\n";

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, UnitChange, ExperimentUpdate, ExperimentResult>
            judge;

    @BeforeEach
    void open() throws Exception {
        judge = harness();
        judge.open();
        judge.setProcessingTime(0);
    }

    @AfterEach
    void close() throws Exception {
        judge.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, UnitChange, ExperimentUpdate, ExperimentResult>
            harness() throws Exception {
        return Harness.of(
                new JudgeExperiments(SETTINGS, Harness.SMALL_CACHE),
                UnitChange::experimentKey,
                null);
    }

    private void inForce(String more) throws Exception {
        ExperimentReader.Reading reading =
                new ExperimentReader().read("experiment_id: x\nversion: 1\n" + ARMS + more);
        assertThat(reading.faults()).isEmpty();
        judge.processElement2(new ExperimentUpdate("x", 1, reading.text()), 0);
    }

    /** So many units, of which some clicked once, worth 1. */
    private static UnitChange units(String arm, int units, int clicked) {
        return lists("", arm, units, clicked);
    }

    private static UnitChange lists(String segment, String arm, int units, int clicked) {
        double[] moments = UnitChange.none();
        long[] none = new long[6];
        for (int i = 0; i < units; i++) {
            long[] sums = {1, i < clicked ? 1 : 0, 0, 0, 0, i < clicked ? 1_000_000 : 0};
            UnitValues.add(moments, sums, 0, none, 1);
        }
        return new UnitChange("x", arm, segment, units, moments);
    }

    private ExperimentResult result(long millis, UnitChange... changes) throws Exception {
        for (UnitChange each : changes) {
            judge.processElement1(each, 0);
        }
        assertThat(Harness.take(judge)).isEmpty();
        judge.setProcessingTime(millis);
        List<ExperimentResult> results = Harness.take(judge);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static Effect effect(ExperimentResult result, int arm) {
        return result.arms().get(arm).metrics().get(0).effect();
    }

    @Test
    void what_changed_is_one_result_after_the_interval() throws Exception {
        inForce("");
        ExperimentResult result = result(1_000, units("a", 10, 1), units("b", 12, 3));
        assertThat(result.number()).isEqualTo(1);
        assertThat(result.asOfMillis()).isEqualTo(1_000);
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.NOT_YET);
        assertThat(result.verdict().words()).isEqualTo("not yet");
        assertThat(result.arms()).extracting(ArmResult::units).containsExactly(10L, 12L);
        assertThat(effect(result, 1).difference()).isCloseTo(0.15, within(1e-12));
        judge.setProcessingTime(60_000);
        assertThat(Harness.take(judge)).as("nothing has changed").isEmpty();
        assertThat(result(61_000, units("a", 1, 0)).number()).isEqualTo(2);
        assertThat(judge.numProcessingTimeTimers()).isZero();
    }

    @Test
    void a_clear_difference_is_said_in_words() throws Exception {
        inForce("primary: clicked\n");
        Verdict better = result(1_000, units("a", 5_000, 500), units("b", 5_000, 800)).verdict();
        assertThat(better.kind()).isEqualTo(Verdict.Kind.BETTER);
        assertThat(better.arm()).isEqualTo("b");
        assertThat(better.words())
                .startsWith("'b' is better than 'a': clicked a unit is 0.06000 more (0.0");
    }

    @Test
    void where_every_arm_is_worse_the_control_is_named() throws Exception {
        inForce("primary: clicked\n");
        Verdict worse = result(1_000, units("a", 5_000, 800), units("b", 5_000, 500)).verdict();
        assertThat(worse.kind()).isEqualTo(Verdict.Kind.WORSE);
        assertThat(worse.words()).isEqualTo("nothing is better than 'a' in clicked");
    }

    @Test
    void units_that_are_not_divided_as_declared_spoil_everything() throws Exception {
        inForce("");
        ExperimentResult result = result(1_000, units("a", 3_000, 0), units("b", 2_500, 2_500));
        assertThat(result.verdict().kind()).isEqualTo(Verdict.Kind.UNFAIR);
        assertThat(result.sampleRatio()).isGreaterThan(SampleRatio.ALARM);
    }

    @Test
    void a_guardrail_is_more_than_a_success() throws Exception {
        inForce("primary: lists\nguardrails: [{metric: clicked, at_most_worse: 0.01}]\n");
        Verdict verdict = result(1_000, units("a", 5_000, 800), units("b", 5_000, 400)).verdict();
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.HARMFUL);
        assertThat(verdict.arm()).isEqualTo("b");
    }

    @Test
    void no_difference_needs_a_minimum_and_days_are_counted_until_it_would_be_seen()
            throws Exception {
        inForce("primary: clicked\nminimum_effect: 0.02\n");
        judge.processElement1(units("a", 500, 50), 0);
        judge.setProcessingTime(1_000);
        Harness.take(judge);
        ExperimentResult early = result(DAY, units("b", 500, 50));
        assertThat(early.verdict().words()).matches("not yet; \\d+ days left");
        assertThat(early.daysLeft()).isBetween(5.0, 60.0);
        ExperimentResult late =
                result(2 * DAY, units("a", 40_000, 4_000), units("b", 40_000, 4_000));
        assertThat(late.daysLeft()).isZero();
        assertThat(late.verdict().kind()).isEqualTo(Verdict.Kind.NO_DIFFERENCE);
    }

    @Test
    void learned_arms_get_weights_once_each_has_lists_enough() throws Exception {
        inForce("unit: list\nallocation: learned\nfloor: 0.05\nprimary: clicked\n");
        ExperimentResult few = result(1_000, units("a", 5_000, 100), units("b", 99, 50));
        assertThat(few.arms()).extracting(ArmResult::weight).containsExactly(0.5, 0.5);
        ExperimentResult enough = result(2_000, units("b", 1, 1));
        assertThat(enough.arms().get(0).weight()).isCloseTo(0.05, within(1e-9));
        assertThat(enough.arms().get(1).weight()).isCloseTo(0.95, within(1e-9));
        assertThat(enough.verdict().kind())
                .as("shares that are learned are not declared")
                .isNotEqualTo(Verdict.Kind.UNFAIR);
    }

    @Test
    void of_an_experiment_that_is_not_in_force_sums_are_kept_until_it_is() throws Exception {
        judge.processElement1(units("a", 10, 1), 0);
        judge.setProcessingTime(1_000);
        assertThat(Harness.take(judge)).isEmpty();
        inForce("");
        assertThat(result(3_000, units("b", 1, 1)).arms())
                .extracting(ArmResult::units)
                .containsExactly(10L, 1L);
        judge.processElement2(new ExperimentUpdate("x", 0, ""), 0);
        judge.processElement1(units("b", 1, 1), 0);
        judge.setProcessingTime(5_000);
        assertThat(Harness.take(judge)).isEmpty();
    }

    @Test
    void a_restart_changes_nothing() throws Exception {
        inForce("");
        judge.processElement1(units("a", 10, 1), 0);
        judge.processElement1(new UnitChange("x", "", "", 3, UnitChange.none()), 0);
        OperatorSubtaskState snapshot = Harness.checkpoint(judge);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement1(units("b", 20, 2), 0);
            restored.setProcessingTime(1_000);
            ExperimentResult result = Harness.take(restored).get(0);
            assertThat(result.crossovers()).isEqualTo(3);
            assertThat(result.arms()).extracting(ArmResult::units).containsExactly(10L, 20L);
            assertThat(restored.numProcessingTimeTimers()).as("nothing is left").isZero();
        }
    }

    private static final String BY_SEGMENT =
            """
            unit: list
            allocation: learned
            primary: clicked
            floor: 0.05
            by_segment: [new, regulars]
            """;

    /** Of a segment's arms. */
    private static List<Double> weights(ExperimentResult result, int segment) {
        return result.segments().get(segment).arms().stream()
                .map(SegmentResult.SegmentArm::weight)
                .toList();
    }

    @Test
    void segments_with_other_best_arms_have_other_weights_and_so_has_the_rest() throws Exception {
        inForce(BY_SEGMENT);
        ExperimentResult result =
                result(
                        1_000,
                        lists("new", "a", 2_000, 200),
                        lists("new", "b", 2_000, 100),
                        lists("regulars", "a", 2_000, 100),
                        lists("regulars", "b", 2_000, 200),
                        lists("", "a", 2_000, 150),
                        lists("", "b", 2_000, 150));
        assertThat(result.arms()).extracting(ArmResult::units).containsExactly(6_000L, 6_000L);
        assertThat(result.segments())
                .extracting(SegmentResult::segment)
                .containsExactly("new", "regulars");
        assertThat(result.segments().get(0).arms())
                .extracting(SegmentResult.SegmentArm::units, SegmentResult.SegmentArm::mean)
                .containsExactly(tuple(2_000L, 0.1), tuple(2_000L, 0.05));
        assertThat(weights(result, 0).get(0)).isCloseTo(0.95, within(1e-6));
        assertThat(weights(result, 1).get(0)).as("the floor").isCloseTo(0.05, within(1e-6));
        assertThat(result.arms().get(0).weight()).as("of the rest").isCloseTo(0.5, within(1e-6));
        ExperimentResult again =
                result(
                        2_000,
                        negative(lists("new", "a", 2_000, 200)),
                        negative(lists("new", "b", 2_000, 100)));
        assertThat(again.segments().get(0).arms())
                .as("what is taken back is gone there, too")
                .extracting(SegmentResult.SegmentArm::units)
                .containsExactly(0L, 0L);
    }

    private static UnitChange negative(UnitChange change) {
        double[] moments = Arrays.stream(change.moments()).map(each -> -each).toArray();
        return new UnitChange("x", change.arm(), change.segment(), -change.units(), moments);
    }

    @Test
    void a_segment_of_few_lists_is_drawn_by_what_all_say() throws Exception {
        inForce(BY_SEGMENT);
        ExperimentResult result =
                result(
                        1_000,
                        lists("new", "a", 5, 0),
                        lists("new", "b", 5, 1),
                        lists("regulars", "a", 3_000, 300),
                        lists("regulars", "b", 3_000, 150),
                        lists("", "a", 3_000, 270),
                        lists("", "b", 3_000, 120));
        assertThat(weights(result, 0).get(0)).isGreaterThan(0.9);
        assertThat(weights(result, 1).get(0)).isGreaterThan(0.9);
        assertThat(result.arms().get(0).weight()).isGreaterThan(0.9);
    }

    @Test
    void before_there_are_enough_lists_of_each_arm_no_segment_learns() throws Exception {
        inForce(BY_SEGMENT);
        ExperimentResult result =
                result(1_000, lists("new", "a", 5_000, 0), lists("new", "b", 99, 99));
        assertThat(weights(result, 0)).containsExactly(0.5, 0.5);
        assertThat(result.arms().get(0).weight()).isEqualTo(0.5);
        ExperimentResult nothingVaries =
                result(
                        2_000,
                        lists("", "a", 100, 0),
                        negative(lists("new", "b", 99, 99)),
                        lists("new", "b", 200, 0));
        assertThat(weights(nothingVaries, 0)).containsExactly(0.5, 0.5);
    }

    @Test
    void arms_of_segments_are_bounded_and_count_among_all() throws Exception {
        inForce(BY_SEGMENT);
        for (int i = 0; i < ExperimentSums.MOST_SEGMENT_ARMS + 5; i++) {
            judge.processElement1(lists("s" + i, "a", 1, 0), 0);
        }
        judge.processElement1(lists("new", "b", 1, 0), 0);
        judge.setProcessingTime(1_000);
        ExperimentResult result = Harness.take(judge).get(0);
        assertThat(result.arms())
                .extracting(ArmResult::units)
                .containsExactly(ExperimentSums.MOST_SEGMENT_ARMS + 5L, 1L);
        assertThat(result.segments().get(0).arms())
                .extracting(SegmentResult.SegmentArm::units)
                .containsExactly(0L, 0L);
    }

    @Test
    void a_restart_keeps_what_is_known_of_segments() throws Exception {
        inForce(BY_SEGMENT);
        judge.processElement1(lists("new", "a", 10, 1), 0);
        OperatorSubtaskState snapshot = Harness.checkpoint(judge);
        try (var restored = harness()) {
            restored.initializeState(snapshot);
            restored.open();
            restored.processElement1(lists("new", "a", 20, 2), 0);
            restored.setProcessingTime(1_000);
            assertThat(Harness.take(restored).get(0).segments().get(0).arms())
                    .extracting(SegmentResult.SegmentArm::units)
                    .containsExactly(30L, 0L);
        }
    }

    @Test
    void arms_that_no_definition_has_are_bounded() throws Exception {
        inForce("");
        for (int i = 0; i < 2 * ExperimentSums.MOST_ARMS; i++) {
            judge.processElement1(units("made-up" + i, 1, 0), 0);
        }
        judge.setProcessingTime(1_000);
        assertThat(Harness.take(judge).get(0).arms())
                .extracting(ArmResult::units)
                .containsExactly(0L, 0L);
    }
}
