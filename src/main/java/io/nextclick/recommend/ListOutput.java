package io.nextclick.recommend;

import static java.util.Objects.requireNonNull;

import io.nextclick.blend.Policy;
import io.nextclick.writeback.KeyWakes;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** The runtime at the element, timer or visit that is being processed. */
final class ListOutput implements ListRuntime {

    private final Map<Count, Counter> counters = new EnumMap<>(Count.class);
    private final DescriptiveStatisticsHistogram eventToList =
            new DescriptiveStatisticsHistogram(1024);
    private final KeyWakes wakes;

    private KeyedCoProcessFunction<String, ?, ?, ?>.@Nullable Context context;
    private @Nullable Collector<RecommendationList> out;

    ListOutput(MetricGroup metrics, KeyWakes wakes) {
        this.wakes = wakes;
        for (Count each : Count.values()) {
            counters.put(each, metrics.counter(each.metric));
        }
        metrics.histogram("eventToListMillis", eventToList);
    }

    void use(
            KeyedCoProcessFunction<String, ?, ?, ?>.Context current,
            Collector<RecommendationList> into) {
        context = current;
        out = into;
    }

    @Override
    public long nowMillis() {
        return requireNonNull(context).timerService().currentProcessingTime();
    }

    @Override
    public void wakeAt(long millis) {
        wakes.wake(requireNonNull(context).getCurrentKey(), millis);
    }

    @Override
    public void sleepAt(long millis) {
        wakes.cancel(requireNonNull(context).getCurrentKey(), millis);
    }

    @Override
    public void emit(RecommendationList list) {
        if (!list.isWithdrawn()) {
            eventToList.update(list.generatedAtMillis() - list.triggerOccurredAtMillis());
        }
        requireNonNull(out).collect(list);
    }

    @Override
    public void contribute(Policy contribution) {
        requireNonNull(context).output(Recommend.CONTRIBUTIONS, contribution);
    }

    @Override
    public void count(Count what) {
        requireNonNull(counters.get(what)).inc();
    }
}
