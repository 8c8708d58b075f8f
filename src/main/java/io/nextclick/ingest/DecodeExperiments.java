package io.nextclick.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nextclick.avro.ExperimentDefinition;
import io.nextclick.codec.CodecSettings;
import io.nextclick.event.ReasonCode;
import io.nextclick.experiment.Experiment;
import io.nextclick.experiment.ExperimentBook;
import io.nextclick.experiment.ExperimentReader;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.rule.RuleFault;
import io.nextclick.writeback.StateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;

/**
 * Turns Kafka records into changes of the experiments in force.
 *
 * <p>No key: one subtask, since experiments are checked against one another. State: the experiments
 * in force, at most {@value ExperimentBook#MOST}. No timers.
 */
public final class DecodeExperiments
        extends DecodeDefinitions<ExperimentDefinition, ExperimentUpdate> {

    private transient ListState<ExperimentUpdate> stored;
    private transient ExperimentReader reader;
    private transient ExperimentBook book;

    /**
     * @param codec where writer schemas come from, and how much of a refused record is kept
     */
    public DecodeExperiments(CodecSettings codec) {
        super(codec, ReasonCode.INVALID_EXPERIMENT);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        stored =
                context.getOperatorStateStore()
                        .getListState(
                                StateSpec.list("experiments-in-force", ExperimentUpdate.class));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        stored.update(List.copyOf(book.updates()));
    }

    @Override
    public void open(OpenContext context) throws Exception {
        super.open(context);
        reader = new ExperimentReader();
        book = new ExperimentBook();
        List<ExperimentUpdate> restored = new ArrayList<>();
        stored.get().forEach(restored::add);
        book.restore(restored, reader);
    }

    @Override
    Schema schema() {
        return ExperimentDefinition.getClassSchema();
    }

    @Override
    Optional<ExperimentUpdate> remove(String key) {
        return book.remove(key);
    }

    @Override
    Optional<ExperimentUpdate> put(String key, String text, List<RuleFault> faults) {
        ExperimentReader.Reading reading = reader.read(text);
        faults.addAll(reading.faults());
        Experiment experiment = reading.experiment();
        if (experiment == null) {
            return Optional.empty();
        }
        if (!experiment.key().equals(key)) {
            // Compaction and removal go by the record's key.
            faults.add(
                    new RuleFault(
                            "/experiment_id",
                            "the record's key is not '%s'".formatted(experiment.key())));
            return Optional.empty();
        }
        return book.put(experiment, reading.text(), faults);
    }

    @Override
    String definition(ExperimentDefinition record) {
        return record.getDefinition();
    }

    @Override
    void putFields(ExperimentDefinition record, ObjectNode document) {
        document.put("experiment_id", record.getExperimentId());
        document.put("version", record.getVersion());
        document.put("site", record.getSite());
    }
}
