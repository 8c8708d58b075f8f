package io.nextclick.recommend;

import io.nextclick.experiment.ArmWeights;
import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.experiment.Experiments;
import io.nextclick.writeback.StateSpec;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;

/**
 * The experiments in force and the learnt weights of their arms, in broadcast state: the same in
 * every subtask, at most {@link io.nextclick.experiment.ExperimentBook#MOST}.
 */
final class ExperimentState {

    static final MapStateDescriptor<String, ExperimentUpdate> EXPERIMENTS =
            StateSpec.map("experiments", ExperimentUpdate.class);
    static final MapStateDescriptor<String, ArmWeights> WEIGHTS =
            StateSpec.map("arm-weights", ArmWeights.class);

    private final BroadcastState<String, ExperimentUpdate> inForce;
    private final BroadcastState<String, ArmWeights> weights;
    private final Experiments experiments = new Experiments();

    ExperimentState(OperatorStateStore store) throws Exception {
        inForce = store.getBroadcastState(EXPERIMENTS);
        weights = store.getBroadcastState(WEIGHTS);
        for (Map.Entry<String, ExperimentUpdate> entry : inForce.immutableEntries()) {
            experiments.apply(entry.getValue());
        }
        for (Map.Entry<String, ArmWeights> entry : weights.immutableEntries()) {
            experiments.apply(entry.getValue());
        }
    }

    /** The experiments, ready to draw arms. */
    Experiments experiments() {
        return experiments;
    }

    void apply(ExperimentUpdate update) throws Exception {
        experiments.apply(update);
        if (update.isRemoval()) {
            inForce.remove(update.experimentKey());
            weights.remove(update.experimentKey());
        } else {
            inForce.put(update.experimentKey(), update);
        }
    }

    void apply(ArmWeights learnt) throws Exception {
        if (experiments.apply(learnt)) {
            weights.put(learnt.experimentKey(), learnt);
        }
    }
}
