package io.nextclick.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextclick.avro.ExperimentDefinition;
import io.nextclick.codec.AvroEncoder;
import io.nextclick.codec.CodecSettings;
import io.nextclick.codec.DeadLetters;
import io.nextclick.codec.RawRecord;
import io.nextclick.codec.RejectedRecord;
import io.nextclick.config.Settings;
import io.nextclick.event.ReasonCode;
import io.nextclick.experiment.ArmWeights;
import io.nextclick.experiment.ExperimentReader;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.testkit.Harness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Experiments and their results, as they come in. */
class DecodeExperimentsTest {

    private static final String ARMS = "arms: [{arm: a, share: 0.5}, {arm: b, share: 0.5}]\n";

    private OneInputStreamOperatorTestHarness<RawRecord, ExperimentUpdate> experiments;

    @BeforeEach
    void open() throws Exception {
        experiments =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new DecodeExperiments(CodecSettings.DEFAULT)));
        experiments.open();
    }

    @AfterEach
    void close() throws Exception {
        experiments.close();
    }

    private static RawRecord record(String key, byte[] value) {
        return new RawRecord(
                "topic", 0, 0, 0, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void assertRefused(RawRecord record, String detail) throws Exception {
        experiments.processElement(record, 0);
        assertThat(Harness.take(experiments)).isEmpty();
        List<RejectedRecord> refused = Harness.take(experiments, DeadLetters.TAG);
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).reason()).isEqualTo(ReasonCode.INVALID_EXPERIMENT);
        assertThat(refused.get(0).detail()).contains(detail);
    }

    @Test
    void an_experiment_is_written_in_yaml_json_or_avro() throws Exception {
        String yaml = "experiment_id: x\nversion: 1\nsite: north\n" + ARMS;
        experiments.processElement(record("north/x", text(yaml)), 0);
        ExperimentUpdate update = Harness.take(experiments).get(0);
        assertThat(update.experimentKey()).isEqualTo("north/x");
        String json = update.text().replace("\"version\":1", "\"version\":2");
        experiments.processElement(record("north/x", text(json)), 0);
        assertThat(Harness.take(experiments))
                .extracting(ExperimentUpdate::version)
                .containsExactly(2);
        var encoder =
                new AvroEncoder<ExperimentDefinition>(
                        ExperimentDefinition.getClassSchema(),
                        "experiments",
                        CodecSettings.DEFAULT);
        encoder.begin()
                .writeRecord(
                        new ExperimentDefinition(
                                "x",
                                3,
                                "north",
                                "{\"segments\":[\"regulars\",\"enthusiast/tea\"],"
                                        + "\"arms\":[{\"arm\":\"a\",\"share\":0.5},"
                                        + "{\"arm\":\"b\",\"share\":0.5}]}"));
        experiments.processElement(record("north/x", encoder.end()), 0);
        ExperimentUpdate avro = Harness.take(experiments).get(0);
        assertThat(avro.version()).isEqualTo(3);
        assertThat(new ExperimentReader().read(avro.text()).experiment().segments())
                .containsExactlyInAnyOrder("regulars", "enthusiast/tea");
    }

    @Test
    void what_is_wrong_is_refused_with_its_place_and_what_was_in_force_stays() throws Exception {
        String valid = "experiment_id: x\nversion: 1\n" + ARMS;
        experiments.processElement(record("x", text(valid)), 0);
        Harness.take(experiments);
        assertRefused(
                record("x", text(valid.replace("0.5}]", "0.4}]"))), "/arms: the shares are 0.9");
        assertRefused(
                record(
                        "x",
                        text("experiment_id: x\nversion: 2\n" + ARMS.replace("arm: b", "arm: c"))),
                "other arms");
        assertRefused(record("x", text(valid + "segments: [new, '']\n")), "/segments/1");
        assertRefused(record("y", text(valid)), "the record's key is not 'x'");
        assertRefused(record(null, text(valid)), "no key");
        assertRefused(record("x", text("[]")), "/");
        experiments.processElement(record("x", text(valid)), 0);
        assertThat(Harness.take(experiments)).as("in force: a repetition").isEmpty();
    }

    @Test
    void a_tombstone_ends_it() throws Exception {
        experiments.processElement(record("x", text("experiment_id: x\nversion: 1\n" + ARMS)), 0);
        Harness.take(experiments);
        experiments.processElement(record("x", null), 0);
        experiments.processElement(record("x", null), 0);
        assertThat(Harness.take(experiments)).containsExactly(new ExperimentUpdate("x", 0, ""));
    }

    private static void weightsBySegment(
            OneInputStreamOperatorTestHarness<RawRecord, ArmWeights> results, String json)
            throws Exception {
        String segments =
                ",\"segments\":[{\"segment\":\"new\",\"arms\":[{\"arm\":\"a\",\"weight\":0.25},"
                        + "{\"arm\":\"b\",\"weight\":0.75}]}]}";
        String whole = json.substring(0, json.length() - 1) + segments;
        results.processElement(record("x", text(whole)), 0);
        assertThat(Harness.take(results))
                .containsExactly(
                        new ArmWeights(
                                "x",
                                7,
                                5,
                                new String[] {"a", "b"},
                                new double[] {0.9, 0.1},
                                new String[] {"new"},
                                new double[] {0.25, 0.75}));
        results.processElement(record("x", text(whole.replace("0.75", "0.7"))), 0);
        results.processElement(
                record("x", text(whole.replace("b\",\"weight\":0.75", "c\",\"weight\":0.75"))), 0);
        assertThat(Harness.take(results)).isEmpty();
        assertThat(Harness.take(results, DeadLetters.TAG))
                .extracting(RejectedRecord::reason)
                .containsExactly(ReasonCode.INVALID_RESULT, ReasonCode.INVALID_RESULT);
    }

    @Test
    void weights_are_read_of_results_and_odd_ones_refused() throws Exception {
        try (var results =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(
                                new DecodeResults(
                                        CodecSettings.DEFAULT,
                                        Settings.defaults().eventChecks())))) {
            results.open();
            String json =
                    "{\"experiment_id\":\"x\",\"number\":7,\"as_of\":5,\"arms\":["
                            + "{\"arm\":\"a\",\"weight\":0.9},{\"arm\":\"b\",\"weight\":0.1}]}";
            results.processElement(record("x", text(json)), 0);
            assertThat(Harness.take(results))
                    .containsExactly(
                            new ArmWeights(
                                    "x",
                                    7,
                                    5,
                                    new String[] {"a", "b"},
                                    new double[] {0.9, 0.1},
                                    new String[0],
                                    new double[0]));
            weightsBySegment(results, json);
            results.processElement(record("x", null), 0);
            results.processElement(record("x", text(json.replace("0.1", "0.2"))), 0);
            results.processElement(record("x", text(json.replace("0.1", "-0.1"))), 0);
            results.processElement(record("y", text(json)), 0);
            assertThat(Harness.take(results)).isEmpty();
            assertThat(Harness.take(results, DeadLetters.TAG))
                    .extracting(RejectedRecord::reason)
                    .containsExactly(
                            ReasonCode.INVALID_RESULT,
                            ReasonCode.INVALID_RESULT,
                            ReasonCode.INVALID_RESULT);
        }
    }
}
