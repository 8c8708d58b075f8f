package io.nextclick.verdict;

import io.nextclick.experiment.Experiment;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.experiment.Experiments;
import io.nextclick.writeback.StateSpec;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.jspecify.annotations.Nullable;

/** The experiments in force: the newest change of each in broadcast state, and all of them read. */
final class LiveExperimentsState {

    private final BroadcastState<String, ExperimentUpdate> inForce;
    private final Experiments experiments = new Experiments();

    LiveExperimentsState(OperatorStateStore store) throws Exception {
        inForce = store.getBroadcastState(inForce());
        for (Map.Entry<String, ExperimentUpdate> entry : inForce.immutableEntries()) {
            experiments.apply(entry.getValue());
        }
    }

    /** The changes by the keys of their experiments. */
    static MapStateDescriptor<String, ExperimentUpdate> inForce() {
        return StateSpec.map("experiments", ExperimentUpdate.class);
    }

    /** The experiment of a key; null if it is not in force. */
    @Nullable Experiment get(String experimentKey) {
        return experiments.get(experimentKey);
    }

    /** Takes in a change. */
    void apply(ExperimentUpdate update) throws Exception {
        experiments.apply(update);
        if (update.isRemoval()) {
            inForce.remove(update.experimentKey());
        } else {
            inForce.put(update.experimentKey(), update);
        }
    }
}
