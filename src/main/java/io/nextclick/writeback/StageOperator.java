package io.nextclick.writeback;

import io.nextclick.message.Batch;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.clock.SystemClock;
import org.jspecify.annotations.Nullable;

/**
 * The operator of {@link Stage}. It does for each of its functions what Flink's own operators do
 * for one, and flushes their {@link WriteBackState} before each snapshot.
 *
 * <p>Metrics: {@code elementNanos} of each function and {@code emitNanos} of what follows in the
 * task, estimated from every {@value #SAMPLE}th element.
 *
 * @param <A> first input
 * @param <B> second input
 * @param <O> output
 */
public abstract class StageOperator<A, B, O> extends AbstractStreamOperator<O> {

    private static final int SAMPLE = 128;

    private final Stage<A, B, O> stage;

    /** The key of each element where they come in batches, else null. */
    private final @Nullable KeySelector<A, String> keyInBatch;

    /** True if what one input leads to is emitted as one batch. */
    private final boolean batchesOut;

    @SuppressWarnings("NullAway.Init")
    private transient List<HostedFunction<?, ?>> hosted;

    @SuppressWarnings("NullAway.Init")
    private transient HostedFunction<A, ?> first;

    private transient @Nullable HostedCoFunction<?, B, ?> second;

    @SuppressWarnings("NullAway.Init")
    private transient Emitter emitter;

    private transient int elements;

    /** True while the time of an element is taken. */
    private transient boolean timed;

    /** Time of the functions behind the one that is measured, ns. */
    private transient long nanosBehind;

    private transient boolean hasTimestamp;
    private transient long timestamp;

    private StageOperator(
            Stage<A, B, O> stage, @Nullable KeySelector<A, String> keyInBatch, boolean batchesOut) {
        this.stage = stage;
        this.keyInBatch = keyInBatch;
        this.batchesOut = batchesOut;
    }

    /** What it runs. */
    public Stage<A, B, O> stage() {
        return stage;
    }

    @Override
    @SuppressWarnings("unchecked")
    public void open() throws Exception {
        super.open();
        emitter = new Emitter();
        hosted = new ArrayList<>();
        Collector<?> next = emitter;
        List<Stage.Named> list = stage.list();
        for (int i = list.size() - 1; i >= 0; i--) {
            HostedFunction<?, ?> function =
                    HostedFunction.of(list.get(i), this, next, list.size() > 1);
            if (function instanceof HostedCoFunction<?, ?, ?> ofTwo) {
                second = (HostedCoFunction<?, B, ?>) ofTwo;
            }
            hosted.add(function);
            next = function;
        }
        first = (HostedFunction<A, ?>) next;
        for (HostedFunction<?, ?> function : hosted) {
            function.open();
        }
    }

    @Override
    public void close() throws Exception {
        // Null if opening failed.
        List<HostedFunction<?, ?>> opened = hosted == null ? List.of() : hosted;
        for (HostedFunction<?, ?> function : opened) {
            function.end();
        }
        super.close();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        for (HostedFunction<?, ?> function : hosted) {
            function.flush(getKeyedStateBackend().isSafeToReuseKVState());
        }
        super.snapshotState(context);
    }

    @SuppressWarnings("unchecked")
    final void processFirst(StreamRecord<A> element) throws Exception {
        at(element);
        timed = elements++ % SAMPLE == 0;
        KeySelector<A, String> key = keyInBatch;
        if (key == null) {
            first.collect(element.getValue());
        } else {
            for (A each : ((Batch<A>) element.getValue()).elements()) {
                setCurrentKey(key.getKey(each));
                first.collect(each);
            }
        }
        emitter.flush();
        timed = false;
    }

    final void processSecond(StreamRecord<B> element) throws Exception {
        at(element);
        HostedCoFunction<?, B, ?> function = second;
        if (function != null) {
            function.processSecond(element.getValue());
        }
        emitter.flush();
    }

    private void at(StreamRecord<?> element) {
        hasTimestamp = element.hasTimestamp();
        timestamp = hasTimestamp ? element.getTimestamp() : 0;
        emitter.at(hasTimestamp, timestamp);
    }

    /** Emits what was gathered for a batch. */
    final void flush() {
        emitter.flush();
    }

    /** From now on everything happens at an event-time timer. */
    final void atEventTime(long millis) {
        hasTimestamp = true;
        timestamp = millis;
        emitter.at(true, millis);
    }

    /** From now on everything happens at a processing-time timer. */
    final void atProcessingTime() {
        hasTimestamp = false;
        emitter.at(false, 0);
    }

    final @Nullable Long timestamp() {
        return hasTimestamp ? timestamp : null;
    }

    final <X> void emit(OutputTag<X> tag, X value) {
        StreamRecord<X> record = new StreamRecord<>(value);
        if (hasTimestamp) {
            record.setTimestamp(timestamp);
        }
        output.collect(tag, record);
    }

    final boolean isTimed() {
        return timed;
    }

    /** Begins a measurement inside of the one that may be under way; gives back its time so far. */
    final long begin() {
        long before = nanosBehind;
        nanosBehind = 0;
        return before;
    }

    /** Ends a measurement. */
    final void end(Counter counter, long tookNanos, long before) {
        counter.inc(Math.max(0, tookNanos - nanosBehind) * SAMPLE);
        nanosBehind = before + tookNanos;
    }

    /** Where the last function's elements go. */
    private final class Emitter implements Collector<O> {
        private final TimestampedCollector<O> out = new TimestampedCollector<>(output);
        private final Counter nanos = getMetricGroup().counter("emitNanos");
        private @Nullable List<O> batch;

        void at(boolean known, long millis) {
            if (known) {
                out.setAbsoluteTimestamp(millis);
            } else {
                out.eraseTimestamp();
            }
        }

        @Override
        public void collect(O element) {
            if (batchesOut) {
                if (batch == null) {
                    batch = new ArrayList<>();
                }
                batch.add(element);
            } else {
                emit(element);
            }
        }

        /** Emits what was gathered. */
        @SuppressWarnings("unchecked")
        void flush() {
            if (batch != null) {
                O all = (O) new Batch<>(batch);
                batch = null;
                emit(all);
            }
        }

        private void emit(O element) {
            if (!timed) {
                out.collect(element);
                return;
            }
            long before = begin();
            long began = SystemClock.getInstance().relativeTimeNanos();
            out.collect(element);
            end(nanos, SystemClock.getInstance().relativeTimeNanos() - began, before);
        }

        @Override
        public void close() {
            out.close();
        }
    }

    /** Of functions with one input. */
    public static final class OneInput<A, O> extends StageOperator<A, Void, O>
            implements OneInputStreamOperator<A, O> {

        public OneInput(Stage<A, ?, O> stage) {
            this(stage, null);
        }

        @SuppressWarnings("unchecked")
        OneInput(Stage<A, ?, O> stage, @Nullable KeySelector<A, String> keyInBatch) {
            super((Stage<A, Void, O>) stage, keyInBatch, false);
        }

        @Override
        public void processElement(StreamRecord<A> element) throws Exception {
            processFirst(element);
        }
    }

    /** Of functions of which one has a second input. */
    public static class TwoInput<A, B, O> extends StageOperator<A, B, O>
            implements TwoInputStreamOperator<A, B, O> {

        public TwoInput(Stage<A, B, O> stage) {
            super(stage, null, false);
        }

        TwoInput(Stage<A, B, O> stage, KeySelector<A, String> keyInBatch, boolean batchesOut) {
            super(stage, keyInBatch, batchesOut);
        }

        @Override
        public void processElement1(StreamRecord<A> element) throws Exception {
            processFirst(element);
        }

        @Override
        public void processElement2(StreamRecord<B> element) throws Exception {
            processSecond(element);
        }
    }
}
