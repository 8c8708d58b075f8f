package io.nextclick.writeback;

import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

/**
 * A function of a keyed stream that keeps one value a key as a live object.
 *
 * @param <V> what is kept of a key
 * @param <I> input
 * @param <O> output
 */
public abstract class KeyedWriteBack<V, I, O> extends KeyedProcessFunction<String, I, O>
        implements WriteBackFunction {

    private final StateSpec<V> spec;
    private final WriteBackState.Limits limits;

    /** The values; set before {@code open}. */
    protected transient WriteBackState<V> state;

    /**
     * A function with its state.
     *
     * @param spec what it keeps of a key
     * @param limits objects in memory
     */
    protected KeyedWriteBack(StateSpec<V> spec, WriteBackState.Limits limits) {
        this.spec = spec;
        this.limits = limits;
    }

    @Override
    public final void openState(
            RuntimeContext context, Consumer<String> currentKey, OperatorStateStore operatorState) {
        this.state = spec.open(limits, context, currentKey);
    }

    @Override
    public final WriteBackState<?> writeBackState() {
        return state;
    }

    @Override
    public final StateSpec<?> spec() {
        return spec;
    }
}
