package io.nextclick.writeback;

import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** A function with one input. */
final class HostedKeyedFunction<I, O> extends HostedFunction<I, O> {

    private final KeyedProcessFunction<String, I, O> function;
    private final FunctionContext context;

    HostedKeyedFunction(
            Stage.Named named,
            KeyedProcessFunction<String, I, O> function,
            StageOperator<?, ?, ?> stage,
            Collector<O> next,
            boolean oneOfSeveral) {
        super(named, stage, next, oneOfSeveral);
        this.function = function;
        this.context = new FunctionContext();
    }

    @Override
    void process(I element) throws Exception {
        function.processElement(element, context, next);
    }

    @Override
    void onTimer(long millis, TimeDomain domain) throws Exception {
        context.domain = domain;
        function.onTimer(millis, context, next);
    }

    /** Of elements, too: there it is asked for all but the domain. */
    private final class FunctionContext extends KeyedProcessFunction<String, I, O>.OnTimerContext {
        private TimeDomain domain = TimeDomain.EVENT_TIME;

        FunctionContext() {
            function.super();
        }

        @Override
        public TimeDomain timeDomain() {
            return domain;
        }

        @Override
        public @Nullable Long timestamp() {
            return stage.timestamp();
        }

        @Override
        public TimerService timerService() {
            return timers();
        }

        @Override
        public <X> void output(OutputTag<X> tag, X value) {
            stage.emit(tag, value);
        }

        @Override
        public String getCurrentKey() {
            return currentKey();
        }
    }
}
