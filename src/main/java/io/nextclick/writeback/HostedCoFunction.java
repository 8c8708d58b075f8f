package io.nextclick.writeback;

import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** A function with a second input. */
final class HostedCoFunction<I, B, O> extends HostedFunction<I, O> {

    private final KeyedCoProcessFunction<String, I, B, O> function;
    private final FunctionContext context;

    HostedCoFunction(
            Stage.Named named,
            KeyedCoProcessFunction<String, I, B, O> function,
            StageOperator<?, ?, ?> stage,
            Collector<O> next,
            boolean oneOfSeveral) {
        super(named, stage, next, oneOfSeveral);
        this.function = function;
        this.context = new FunctionContext();
    }

    @Override
    void process(I element) throws Exception {
        function.processElement1(element, context, next);
    }

    void processSecond(B element) throws Exception {
        function.processElement2(element, context, next);
    }

    @Override
    void onTimer(long millis, TimeDomain domain) throws Exception {
        context.domain = domain;
        function.onTimer(millis, context, next);
    }

    /** Of elements, too: there it is asked for all but the domain. */
    private final class FunctionContext
            extends KeyedCoProcessFunction<String, I, B, O>.OnTimerContext {
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
