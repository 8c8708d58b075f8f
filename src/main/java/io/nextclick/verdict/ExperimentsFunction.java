package io.nextclick.verdict;

import io.nextclick.experiment.ExperimentUpdate;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.util.Collector;

/**
 * A function that knows the experiments in force: its second input, which is broadcast.
 *
 * @param <V> what is kept of a key
 * @param <I> input
 * @param <O> output
 */
abstract class ExperimentsFunction<V, I, O> extends KeyedCoWriteBack<V, I, ExperimentUpdate, O> {

    /** The experiments; set by {@link #open}. */
    transient LiveExperimentsState experiments;

    ExperimentsFunction(StateSpec<V> spec, WriteBackState.Limits limits) {
        super(spec, limits);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        experiments = new LiveExperimentsState(operatorState);
    }

    @Override
    public final void processElement2(ExperimentUpdate update, Context context, Collector<O> out)
            throws Exception {
        experiments.apply(update);
    }
}
