package io.nextclick.writeback;

import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;

/**
 * A function of two streams, of which at least the first is keyed, that keeps one value a key as a
 * live object.
 *
 * @param <V> what is kept of a key
 * @param <A> first input
 * @param <B> second input
 * @param <O> output
 */
public abstract class KeyedCoWriteBack<V, A, B, O> extends KeyedCoProcessFunction<String, A, B, O>
        implements WriteBackFunction {

    private final StateSpec<V> spec;
    private final WriteBackState.Limits limits;

    /** The values; set before {@code open}. */
    protected transient WriteBackState<V> state;

    /** Sets the operator's current key, for elements of the second input that have none. */
    protected transient Consumer<String> currentKey;

    /** Where broadcast state is; set before {@code open}. */
    protected transient OperatorStateStore operatorState;

    /**
     * A function with its state.
     *
     * @param spec what it keeps of a key
     * @param limits objects in memory
     */
    protected KeyedCoWriteBack(StateSpec<V> spec, WriteBackState.Limits limits) {
        this.spec = spec;
        this.limits = limits;
    }

    @Override
    public final void openState(
            RuntimeContext context, Consumer<String> currentKey, OperatorStateStore operatorState) {
        this.state = spec.open(limits, context, currentKey);
        this.currentKey = currentKey;
        this.operatorState = operatorState;
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
