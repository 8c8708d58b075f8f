package io.nextclick.writeback;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/**
 * Flink's operator of a {@link KeyedProcessFunction}, which also flushes the function's {@link
 * WriteBackState} before each snapshot.
 *
 * @param <I> input
 * @param <O> output
 */
public final class WriteBackOperator<I, O> extends KeyedProcessOperator<String, I, O> {

    private <F extends KeyedProcessFunction<String, I, O> & WriteBackFunction> WriteBackOperator(
            F function) {
        super(function);
    }

    /** The operator of a function. */
    public static <I, O, F extends KeyedProcessFunction<String, I, O> & WriteBackFunction>
            WriteBackOperator<I, O> of(F function) {
        return new WriteBackOperator<>(function);
    }

    /**
     * Adds the operator of a function to a stream keyed by a string.
     *
     * @param id the operator's uid and name
     */
    public static <I, O, F extends KeyedProcessFunction<String, I, O> & WriteBackFunction>
            SingleOutputStreamOperator<O> process(
                    String id, KeyedStream<I, String> stream, F function, Class<O> output) {
        return stream.transform(id, TypeInformation.of(output), of(function)).uid(id);
    }

    @Override
    public void open() throws Exception {
        ((WriteBackFunction) userFunction)
                .openState(getRuntimeContext(), this::setCurrentKey, getOperatorStateBackend());
        super.open();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        ((WriteBackFunction) userFunction)
                .writeBackState()
                .flush(getKeyedStateBackend().isSafeToReuseKVState());
        super.snapshotState(context);
    }
}
