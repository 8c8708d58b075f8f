package io.nextclick.writeback;

import java.util.function.Consumer;

/** What a function offers to the operators of this package, so that its state is written back. */
public interface WriteBackFunction {

    /**
     * Called once before {@code open}.
     *
     * @param currentKey sets the operator's current key; for {@link WriteBackState#open} only
     */
    void useKeys(Consumer<String> currentKey);

    /** The state to be flushed before each snapshot; called after {@code open}. */
    WriteBackState<?> writeBackState();
}
