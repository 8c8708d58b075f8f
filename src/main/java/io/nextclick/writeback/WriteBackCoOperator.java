package io.nextclick.writeback;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.datastream.ConnectedStreams;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.TimerHeapInternalTimer;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.jspecify.annotations.Nullable;

/**
 * Flink's operator of a {@link KeyedCoProcessFunction}, which also flushes the function's {@link
 * WriteBackState} before each snapshot.
 *
 * @param <A> first input
 * @param <B> second input
 * @param <O> output
 */
public class WriteBackCoOperator<A, B, O> extends KeyedCoProcessOperator<String, A, B, O> {

    private transient @Nullable KeySweep sweep;

    /** For operators that also choose which input is read. */
    protected <F extends KeyedCoProcessFunction<String, A, B, O> & WriteBackFunction>
            WriteBackCoOperator(F function) {
        super(function);
    }

    /** The operator of a function. */
    public static <A, B, O, F extends KeyedCoProcessFunction<String, A, B, O> & WriteBackFunction>
            WriteBackCoOperator<A, B, O> of(F function) {
        return new WriteBackCoOperator<>(function);
    }

    /**
     * Adds the operator of a function to two connected streams, of which at least the first is
     * keyed by a string.
     *
     * @param id the operator's uid and name
     */
    public static <A, B, O, F extends KeyedCoProcessFunction<String, A, B, O> & WriteBackFunction>
            SingleOutputStreamOperator<O> process(
                    String id, ConnectedStreams<A, B> streams, F function, Class<O> output) {
        return streams.transform(id, TypeInformation.of(output), of(function)).uid(id);
    }

    @Override
    public void open() throws Exception {
        ((WriteBackFunction) userFunction)
                .openState(getRuntimeContext(), this::setCurrentKey, getOperatorStateBackend());
        if (userFunction instanceof SweepFunction sweeping) {
            sweep =
                    new KeySweep(
                            sweeping,
                            getKeyedStateBackend(),
                            getProcessingTimeService(),
                            this::visit);
            sweeping.useSweep(sweep::start);
        }
        super.open();
    }

    private void visit(String key) {
        setCurrentKey(key);
        long now = getProcessingTimeService().getCurrentProcessingTime();
        try {
            onProcessingTime(new TimerHeapInternalTimer<>(now, key, VoidNamespace.INSTANCE));
        } catch (Exception e) {
            throw new IllegalStateException("cannot visit " + key, e);
        }
    }

    @Override
    public void close() throws Exception {
        if (sweep != null) {
            sweep.close();
        }
        super.close();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        ((WriteBackFunction) userFunction)
                .writeBackState()
                .flush(getKeyedStateBackend().isSafeToReuseKVState());
        super.snapshotState(context);
    }
}
