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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.flink.api.common.functions.OpenContext;

/**
 * Turns Kafka records into changes of the experiments in force.
 *
 * <p>No key: one subtask, since experiments are checked against one another. State: the experiments
 * in force, at most {@value ExperimentBook#MOST}. No timers.
 */
public final class DecodeExperiments
        extends DecodeDefinitions<ExperimentDefinition, ExperimentUpdate> {

    private transient ExperimentReader reader;
    private transient ExperimentBook book;

    /**
     * @param codec where writer schemas come from, and how much of a refused record is kept
     */
    public DecodeExperiments(CodecSettings codec) {
        super(
                codec,
                ReasonCode.INVALID_EXPERIMENT,
                "/experiment_id",
                StateSpec.list("experiments-in-force", ExperimentUpdate.class));
    }

    @Override
    public void open(OpenContext context) throws Exception {
        reader = new ExperimentReader();
        book = new ExperimentBook();
        super.open(context);
    }

    @Override
    void restore(List<ExperimentUpdate> stored) {
        book.restore(stored, reader);
    }

    @Override
    Collection<ExperimentUpdate> updates() {
        return book.updates();
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
        if (experiment == null || !isOwnKey(key, experiment.key(), faults)) {
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
