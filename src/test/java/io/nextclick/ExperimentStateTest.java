package io.nextclick;

import static io.nextclick.StateCompatibilityTest.restore;
import static io.nextclick.StateCompatibilityTest.save;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.RawRecord;
import io.nextclick.config.Settings;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.flow.ListOutcome;
import io.nextclick.ingest.DecodeExperiments;
import io.nextclick.testkit.Harness;
import io.nextclick.verdict.ArmResult;
import io.nextclick.verdict.ExperimentResult;
import io.nextclick.verdict.JudgeExperiments;
import io.nextclick.verdict.MeasureUnits;
import io.nextclick.verdict.UnitChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The part of {@link StateCompatibilityTest} that is about experiments. */
class ExperimentStateTest {

    private static final String RELEASES = "io.nextclick.StateCompatibilityTest#releases";
    private static final String TEXT =
            "{\"experiment_id\":\"x\",\"version\":1,\"arms\":["
                    + "{\"arm\":\"a\",\"share\":0.5},{\"arm\":\"b\",\"share\":0.5}]}";
    private static final ExperimentUpdate UPDATE = new ExperimentUpdate("x", 1, TEXT);

    static void write(Path folder) throws Exception {
        try (var experiments = decode()) {
            experiments.open();
            experiments.processElement(record(TEXT), 0);
            save(experiments, folder, "decode-experiments");
        }
        try (var units = units()) {
            units.open();
            units.processElement2(UPDATE, 0);
            units.processElement1(outcome("x:a"), 0);
            save(units, folder, "measure-units");
        }
        try (var judge = judge()) {
            judge.open();
            judge.setProcessingTime(0);
            judge.processElement2(UPDATE, 0);
            judge.processElement1(unit("a"), 0);
            save(judge, folder, "judge-experiments");
        }
    }

    private static OneInputStreamOperatorTestHarness<RawRecord, ExperimentUpdate> decode()
            throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new ProcessOperator<>(new DecodeExperiments(CodecSettings.DEFAULT)));
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, ListOutcome, ExperimentUpdate, UnitChange>
            units() throws Exception {
        return Harness.of(
                new MeasureUnits(Settings.defaults().verdict(), Harness.SMALL_CACHE),
                ListOutcome::personKey,
                null);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<
                    String, UnitChange, ExperimentUpdate, ExperimentResult>
            judge() throws Exception {
        return Harness.of(
                new JudgeExperiments(Settings.defaults().verdict(), Harness.SMALL_CACHE),
                UnitChange::experimentKey,
                null);
    }

    private static RawRecord record(String text) {
        return new RawRecord(
                "experiments",
                0,
                0,
                0,
                "x".getBytes(StandardCharsets.UTF_8),
                text.getBytes(StandardCharsets.UTF_8));
    }

    private static ListOutcome outcome(String arm) {
        return new ListOutcome(
                "ann",
                arm,
                List.of(),
                0,
                ListOutcome.NOTHING,
                new long[] {1, 1, 0, 0, 0, 1_000_000});
    }

    private static UnitChange unit(String arm) {
        return new UnitChange("x", arm, "", 1, new double[40]);
    }

    @ParameterizedTest
    @MethodSource(RELEASES)
    void an_experiment_is_in_force_and_keeps_its_arms(String release) throws Exception {
        try (var experiments = decode()) {
            restore(experiments, release, "decode-experiments");
            experiments.processElement(record(TEXT), 0);
            experiments.processElement(record(TEXT.replace("0.5", "0.50").replace(":1", ":2")), 0);
            assertThat(experiments.extractOutputValues())
                    .as("the same version is a repetition")
                    .extracting(ExperimentUpdate::version)
                    .containsExactly(2);
        }
    }

    @ParameterizedTest
    @MethodSource(RELEASES)
    void a_person_of_one_arm_who_sees_another_is_a_crossover(String release) throws Exception {
        try (var units = units()) {
            restore(units, release, "measure-units");
            units.processElement1(outcome("x:b"), 0);
            List<UnitChange> changes = Harness.take(units);
            assertThat(changes).extracting(UnitChange::arm).containsExactly("a", "");
            assertThat(changes).extracting(UnitChange::units).containsExactly(-1L, 1L);
        }
    }

    @ParameterizedTest
    @MethodSource(RELEASES)
    void the_units_of_an_experiment_are_counted_on(String release) throws Exception {
        try (var judge = judge()) {
            restore(judge, release, "judge-experiments");
            judge.processElement1(new UnitChange("x", "b", "new", 1, new double[40]), 0);
            judge.setProcessingTime(60_000);
            assertThat(Harness.take(judge))
                    .singleElement()
                    .satisfies(
                            result ->
                                    assertThat(result.arms())
                                            .extracting(ArmResult::units)
                                            .containsExactly(1L, 1L));
        }
    }
}
