package io.nextclick.testkit;

import io.nextclick.writeback.Stage;
import io.nextclick.writeback.StageOperator;
import io.nextclick.writeback.WriteBackState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** Flink's operator harnesses for functions keyed by a string, with their write-back state. */
public final class Harness {

    /** Few objects in memory, so that the tests see reads and writes. */
    public static final WriteBackState.Limits SMALL_CACHE = new WriteBackState.Limits(4, 2);

    private static final String NAME = "function";

    private Harness() {}

    public static <I, O> KeyedOneInputStreamOperatorTestHarness<String, I, O> of(
            KeyedProcessFunction<String, I, O> function, KeySelector<I, String> key)
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new StageOperator.OneInput<>(Stage.of(NAME, function)), key, Types.STRING);
    }

    /** The same, with the metrics of the operator in a group that the test looks at. */
    public static <I, O> KeyedOneInputStreamOperatorTestHarness<String, I, O> counting(
            InternalOperatorMetricGroup metrics,
            KeyedProcessFunction<String, I, O> function,
            KeySelector<I, String> key)
            throws Exception {
        var task =
                new UnregisteredMetricGroups.UnregisteredTaskMetricGroup() {
                    @Override
                    public InternalOperatorMetricGroup getOrAddOperator(
                            OperatorID id, String name, Map<String, String> variables) {
                        return metrics;
                    }
                };
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new StageOperator.OneInput<>(Stage.of(NAME, function)),
                key,
                Types.STRING,
                new MockEnvironmentBuilder().setMetricGroup(task).build());
    }

    /** Of a function whose second input is keyed too, or, with a null selector, broadcast. */
    public static <A, B, O> KeyedTwoInputStreamOperatorTestHarness<String, A, B, O> of(
            KeyedCoProcessFunction<String, A, B, O> function,
            KeySelector<A, String> first,
            KeySelector<B, String> second)
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new StageOperator.TwoInput<>(Stage.of(NAME, function)),
                first,
                second,
                Types.STRING);
    }

    /** Writes all state back, as a checkpoint does. */
    public static OperatorSubtaskState checkpoint(AbstractStreamOperatorTestHarness<?> harness)
            throws Exception {
        return harness.snapshot(1, 1);
    }

    /**
     * Gives an operator what another one has stored of a key, and none of its timers: so it is
     * after a restore with another timer factory.
     */
    public static <V> void copyWithoutTimers(
            AbstractStreamOperatorTestHarness<?> from,
            AbstractStreamOperatorTestHarness<?> to,
            ValueStateDescriptor<V> descriptor,
            String key)
            throws Exception {
        checkpoint(from);
        state(to, descriptor, key).update(state(from, descriptor, key).value());
    }

    private static <V> ValueState<V> state(
            AbstractStreamOperatorTestHarness<?> harness,
            ValueStateDescriptor<V> descriptor,
            String key) {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getOperator();
        operator.setCurrentKey(key);
        return operator.getKeyedStateStore().getState(descriptor);
    }

    /** The values put out so far on the side; clears them. */
    public static <T> List<T> take(AbstractStreamOperatorTestHarness<?> harness, OutputTag<T> tag) {
        List<T> values = new ArrayList<>();
        var out = harness.getSideOutput(tag);
        if (out != null) {
            out.forEach(record -> values.add(record.getValue()));
            out.clear();
        }
        return values;
    }

    /** The values put out so far; clears them. */
    public static <O> List<O> take(AbstractStreamOperatorTestHarness<O> harness) {
        List<O> values = List.copyOf(harness.extractOutputValues());
        harness.getOutput().clear();
        return values;
    }
}
