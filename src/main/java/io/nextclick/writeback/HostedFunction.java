package io.nextclick.writeback;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.functions.RichFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.metrics.groups.ProxyMetricGroup;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.SimpleTimerService;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.StreamingRuntimeContext;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.util.Collector;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.clock.SystemClock;
import org.jspecify.annotations.Nullable;

/**
 * A function inside of a {@link StageOperator}. It is the collector of the one before.
 *
 * @param <I> input
 * @param <O> output
 */
abstract class HostedFunction<I, O> implements Collector<I>, Triggerable<String, VoidNamespace> {

    /** Where its elements go. */
    final Collector<O> next;

    final StageOperator<?, ?, ?> stage;

    private final RichFunction function;
    private final StreamingRuntimeContext runtime;
    private final TimerService timers;
    private final Counter nanos;
    private @Nullable KeySweep sweep;
    private @Nullable KeyWakes wakes;

    HostedFunction(
            Stage.Named named,
            StageOperator<?, ?, ?> stage,
            Collector<O> next,
            boolean oneOfSeveral) {
        this.function = named.function();
        this.stage = stage;
        this.next = next;
        this.runtime = oneOfSeveral ? runtimeOf(named.name(), stage) : stage.getRuntimeContext();
        this.nanos = runtime.getMetricGroup().counter("elementNanos");
        InternalTimerService<VoidNamespace> service =
                stage.getInternalTimerService(
                        timersOf(named), VoidNamespaceSerializer.INSTANCE, this);
        this.timers = new SimpleTimerService(service);
    }

    @SuppressWarnings("unchecked")
    static <I, O> HostedFunction<I, O> of(
            Stage.Named named, StageOperator<?, ?, ?> stage, Collector<?> next, boolean several) {
        Collector<O> out = (Collector<O>) next;
        if (named.function() instanceof KeyedCoProcessFunction<?, ?, ?, ?> ofTwo) {
            var typed = (KeyedCoProcessFunction<String, I, Object, O>) ofTwo;
            return new HostedCoFunction<>(named, typed, stage, out, several);
        }
        var typed = (KeyedProcessFunction<String, I, O>) named.function();
        return new HostedKeyedFunction<>(named, typed, stage, out, several);
    }

    /** Timers are stored under the name of the state that they belong to. */
    private static String timersOf(Stage.Named named) {
        return named.function() instanceof WriteBackFunction writing
                ? writing.spec().descriptor().getName()
                : named.name();
    }

    private static StreamingRuntimeContext runtimeOf(String name, StageOperator<?, ?, ?> stage) {
        Environment environment = stage.getContainingTask().getEnvironment();
        return new StreamingRuntimeContext(
                environment,
                environment.getAccumulatorRegistry().getUserMap(),
                new FunctionMetrics(stage.getMetricGroup(), name),
                stage.getOperatorID(),
                stage.getProcessingTimeService(),
                stage.getKeyedStateStore(),
                environment.getExternalResourceInfoProvider());
    }

    /** Opens the function, with its state if it keeps some. */
    void open() throws Exception {
        Consumer<String> currentKey = stage::setCurrentKey;
        if (function instanceof WriteBackFunction writing) {
            writing.openState(runtime, currentKey, stage.getOperatorStateBackend());
            listStored(writing);
        }
        if (function instanceof SweepFunction sweeping) {
            KeySweep started =
                    new KeySweep(
                            sweeping,
                            stage.getKeyedStateBackend(),
                            stage.getProcessingTimeService(),
                            this::visit);
            sweep = started;
            sweeping.useSweep(started::start);
        }
        if (function instanceof WakeFunction waking) {
            KeyWakes used = new KeyWakes(stage.getProcessingTimeService(), this::visit);
            wakes = used;
            waking.useWakes(used);
        }
        function.setRuntimeContext(runtime);
        function.open(DefaultOpenContext.INSTANCE);
    }

    private void listStored(WriteBackFunction writing) {
        if (!writing.spec().ofFewKeys()) {
            return;
        }
        KeyedStateBackend<String> backend = stage.getKeyedStateBackend();
        String name = writing.spec().descriptor().getName();
        try (Stream<String> keys = backend.getKeys(name, VoidNamespace.INSTANCE)) {
            writing.writeBackState().knowStored(keys.iterator());
        }
    }

    void end() throws Exception {
        if (sweep != null) {
            sweep.close();
        }
        if (wakes != null) {
            wakes.close();
        }
        function.close();
    }

    void flush(boolean keepObjects) {
        if (function instanceof WriteBackFunction writing) {
            writing.writeBackState().flush(keepObjects);
        }
    }

    @Override
    public final void collect(I element) {
        try {
            if (!stage.isTimed()) {
                process(element);
                return;
            }
            long before = stage.begin();
            long began = SystemClock.getInstance().relativeTimeNanos();
            process(element);
            stage.end(nanos, SystemClock.getInstance().relativeTimeNanos() - began, before);
        } catch (Exception e) {
            ExceptionUtils.rethrow(e);
        }
    }

    @Override
    public final void close() {
        // The operator ends it.
    }

    @Override
    public final void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        stage.atEventTime(timer.getTimestamp());
        onTimer(timer.getTimestamp(), TimeDomain.EVENT_TIME);
        stage.flush();
    }

    @Override
    public final void onProcessingTime(InternalTimer<String, VoidNamespace> timer)
            throws Exception {
        stage.atProcessingTime();
        onTimer(timer.getTimestamp(), TimeDomain.PROCESSING_TIME);
        stage.flush();
    }

    private void visit(String key) {
        stage.setCurrentKey(key);
        stage.atProcessingTime();
        try {
            onTimer(timers.currentProcessingTime(), TimeDomain.PROCESSING_TIME);
            stage.flush();
        } catch (Exception e) {
            throw new IllegalStateException("cannot visit " + key, e);
        }
    }

    abstract void process(I element) throws Exception;

    abstract void onTimer(long millis, TimeDomain domain) throws Exception;

    final TimerService timers() {
        return timers;
    }

    final String currentKey() {
        return (String) stage.getCurrentKey();
    }

    /** A group of the operator's metrics. */
    private static final class FunctionMetrics extends ProxyMetricGroup<MetricGroup>
            implements OperatorMetricGroup {
        private final OperatorMetricGroup operator;

        FunctionMetrics(OperatorMetricGroup operator, String function) {
            super(operator.addGroup(function));
            this.operator = operator;
        }

        @Override
        public OperatorIOMetricGroup getIOMetricGroup() {
            return operator.getIOMetricGroup();
        }
    }
}
