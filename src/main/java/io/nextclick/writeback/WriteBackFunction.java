package io.nextclick.writeback;

import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.OperatorStateStore;

/** What a function offers to the operators of this package, which open and flush its state. */
public interface WriteBackFunction {

    /**
     * Called once before {@code open}.
     *
     * @param context where keyed state and metrics are
     * @param currentKey sets the operator's current key
     * @param operatorState where broadcast state is
     */
    void openState(
            RuntimeContext context, Consumer<String> currentKey, OperatorStateStore operatorState);

    /** The state to be flushed before each snapshot; called after {@link #openState}. */
    WriteBackState<?> writeBackState();

    /** What it keeps of a key. */
    StateSpec<?> spec();
}
