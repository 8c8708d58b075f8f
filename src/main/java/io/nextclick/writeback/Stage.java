package io.nextclick.writeback;

import io.nextclick.message.Batch;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.ConnectedStreams;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;

/**
 * The functions that one operator runs on the elements of a key, one after the other. What a
 * function emits is the next one's element, in the same call: no message, no hop, no thread. Each
 * has its own state, timers and metrics.
 *
 * @param <A> input of the first function
 * @param <B> second input, of at most one of the functions
 * @param <O> output of the last function
 */
public final class Stage<A, B, O> implements Serializable {

    /** A function with its name, which is the group of its metrics where there are several. */
    record Named(String name, RichFunction function) implements Serializable {}

    private final List<Named> functions;

    private Stage(List<Named> before, String name, RichFunction function) {
        functions = new ArrayList<>(before);
        functions.add(new Named(name, function));
        if (functions.stream().filter(each -> isOfTwo(each.function())).count() > 1) {
            throw new IllegalArgumentException(
                    "only one function may have a second input: " + functions);
        }
    }

    /** One function. */
    public static <A, O> Stage<A, Void, O> of(
            String name, KeyedProcessFunction<String, A, O> function) {
        return new Stage<>(List.of(), name, function);
    }

    /** One function with a second input. */
    public static <A, B, O> Stage<A, B, O> of(
            String name, KeyedCoProcessFunction<String, A, B, O> function) {
        return new Stage<>(List.of(), name, function);
    }

    /** The same with one more function. */
    public <P> Stage<A, B, P> then(String name, KeyedProcessFunction<String, O, P> function) {
        return new Stage<>(functions, name, function);
    }

    /**
     * The same with one more function, which has the second input.
     *
     * @throws IllegalArgumentException if another function has one
     */
    public <C, P> Stage<A, C, P> then(
            String name, KeyedCoProcessFunction<String, O, C, P> function) {
        return new Stage<>(functions, name, function);
    }

    static boolean isOfTwo(RichFunction function) {
        return function instanceof KeyedCoProcessFunction;
    }

    List<Named> list() {
        return functions;
    }

    /** The functions' names. */
    public List<String> names() {
        return functions.stream().map(Named::name).toList();
    }

    /**
     * Adds the operator of these functions to a keyed stream.
     *
     * @param id the operator's uid and name
     */
    public SingleOutputStreamOperator<O> process(
            String id, KeyedStream<A, String> stream, TypeInformation<O> output) {
        return stream.transform(id, output, new StageOperator.OneInput<>(this)).uid(id);
    }

    /**
     * Adds the operator of these functions to two connected streams, of which at least the first is
     * keyed.
     *
     * @param id the operator's uid and name
     */
    public SingleOutputStreamOperator<O> process(
            String id, ConnectedStreams<A, B> streams, TypeInformation<O> output) {
        return streams.transform(id, output, new StageOperator.TwoInput<>(this)).uid(id);
    }

    /** The same for elements that come in batches, each with its own key. */
    @SuppressWarnings("unchecked")
    public SingleOutputStreamOperator<O> processBatches(
            String id,
            DataStream<Batch<A>> batches,
            KeySelector<A, String> key,
            TypeInformation<O> output) {
        var operator = new StageOperator.OneInput<>(this, key);
        return byFirst(batches, key)
                .transform(id, output, (OneInputStreamOperator<Batch<A>, O>) (Object) operator)
                .uid(id);
    }

    /**
     * The same for batches with a second input that is broadcast; what a batch leads to is a batch
     * again.
     */
    public SingleOutputStreamOperator<Batch<O>> processBatches(
            String id,
            DataStream<Batch<A>> batches,
            KeySelector<A, String> key,
            DataStream<B> second,
            TypeInformation<Batch<O>> output) {
        return ofBatches(id, batches, key, second, output, true);
    }

    /** The same whose output is one by one. */
    public SingleOutputStreamOperator<O> processEachOf(
            String id,
            DataStream<Batch<A>> batches,
            KeySelector<A, String> key,
            DataStream<B> second,
            TypeInformation<O> output) {
        return ofBatches(id, batches, key, second, output, false);
    }

    @SuppressWarnings("unchecked")
    private <R> SingleOutputStreamOperator<R> ofBatches(
            String id,
            DataStream<Batch<A>> batches,
            KeySelector<A, String> key,
            DataStream<B> second,
            TypeInformation<R> output,
            boolean batchesOut) {
        var operator = new StageOperator.TwoInput<>(this, key, batchesOut);
        return byFirst(batches, key)
                .connect(second.broadcast())
                .transform(id, output, (TwoInputStreamOperator<Batch<A>, B, R>) (Object) operator)
                .uid(id);
    }

    private static <T> KeyedStream<Batch<T>, String> byFirst(
            DataStream<Batch<T>> batches, KeySelector<T, String> key) {
        return batches.keyBy(batch -> key.getKey(batch.first()), Types.STRING);
    }
}
