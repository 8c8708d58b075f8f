package io.nextclick.graph;

import static io.nextclick.graph.OperatorIds.JUDGE_EXPERIMENTS;
import static io.nextclick.graph.OperatorIds.MEASURE_UNITS;
import static io.nextclick.graph.RelaxedEdges.relax;

import io.nextclick.config.Settings;
import io.nextclick.contract.Topics;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.flow.ListOutcome;
import io.nextclick.message.Batch;
import io.nextclick.verdict.ExperimentResult;
import io.nextclick.verdict.JudgeExperiments;
import io.nextclick.verdict.MeasureUnits;
import io.nextclick.verdict.UnitChange;
import io.nextclick.writeback.Stage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The stage that says how experiments stand: first by person, then by experiment. */
final class Results {

    private Results() {}

    static void of(
            DataStream<Batch<ListOutcome>> outcomes,
            DataStream<ExperimentUpdate> experiments,
            Sinks sinks,
            Settings settings) {
        DataStream<UnitChange> changes =
                relax(
                        Stage.of(
                                        MEASURE_UNITS,
                                        new MeasureUnits(settings.verdict(), settings.cache()))
                                .processEachOf(
                                        MEASURE_UNITS,
                                        outcomes,
                                        ListOutcome::personKey,
                                        experiments,
                                        TypeInformation.of(UnitChange.class)),
                        settings);
        sinks.write(
                Topics.EXPERIMENT_RESULTS,
                Stage.of(
                                JUDGE_EXPERIMENTS,
                                new JudgeExperiments(settings.verdict(), settings.cache()))
                        .process(
                                JUDGE_EXPERIMENTS,
                                changes.keyBy(UnitChange::experimentKey)
                                        .connect(experiments.broadcast()),
                                TypeInformation.of(ExperimentResult.class)));
    }
}
