package io.nextclick.recommend;

import io.nextclick.blend.Policy;
import io.nextclick.blend.SharedPolicy;
import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/**
 * Turns what the subtasks' blends learnt into one policy a site and surface. After a reset, which
 * is a policy without contributions, nothing that was learnt before it gets into one.
 *
 * <p>Key: site and surface.
 *
 * <p>State: one {@link SharedPolicy} a key, with at most one contribution a subtask and what was
 * published last; it goes by its TTL of 90 days.
 *
 * <p>Timers: one processing-time timer a key with contributions, an interval after the first. Late
 * contributions count like others.
 */
public final class MergePolicies extends KeyedWriteBack<SharedPolicy, Policy, Policy> {

    private static final long serialVersionUID = 1L;
    static final Duration TTL = Duration.ofDays(90);

    private final long intervalMillis;

    /**
     * @param intervalMillis shortest time between two policies of a key, ms
     * @param limits objects in memory
     */
    public MergePolicies(long intervalMillis, WriteBackState.Limits limits) {
        super(state(), limits);
        this.intervalMillis = intervalMillis;
    }

    static ValueStateDescriptor<SharedPolicy> descriptor() {
        var descriptor =
                new ValueStateDescriptor<>("shared-policy", TypeInformation.of(SharedPolicy.class));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(TTL).build());
        return descriptor;
    }

    /** One {@link SharedPolicy} a key. */
    static StateSpec<SharedPolicy> state() {
        return StateSpec.value("shared-policy", SharedPolicy.class, SharedPolicy::new)
                .expiringAfter(TTL);
    }

    @Override
    public void open(OpenContext context) {}

    @Override
    public void processElement(Policy news, Context context, Collector<Policy> out) {
        String key = context.getCurrentKey();
        SharedPolicy policy = state.get(key);
        if (news.isReset()) {
            policy.reset(news);
        } else {
            policy.add(news);
        }
        if (policy.hasNews() && policy.publishAtMillis == 0) {
            policy.publishAtMillis =
                    context.timerService().currentProcessingTime() + intervalMillis;
            context.timerService().registerProcessingTimeTimer(policy.publishAtMillis);
        }
        state.changed(key);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<Policy> out) {
        String key = context.getCurrentKey();
        SharedPolicy policy = state.get(key);
        policy.publishAtMillis = 0;
        if (policy.hasNews()) {
            out.collect(policy.publish(context.timerService().currentProcessingTime()));
        }
        state.changed(key);
    }
}
