package io.nextclick.recommend;

import io.nextclick.blend.Policy;
import io.nextclick.blend.SharedPolicy;
import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.StoredTimer;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.util.Collector;

/**
 * Merges the contributions of the subtasks' blends into one policy a site and surface. After a
 * reset, which is a policy without contributions, contributions that were learnt before it are
 * dropped.
 *
 * <p>Key: site and surface.
 *
 * <p>State: one {@link SharedPolicy} a key, with at most one contribution a subtask and what was
 * published last; it expires by its TTL of 90 days.
 *
 * <p>Timers: one processing-time timer a key with contributions, an interval after the first. Late
 * contributions count like others.
 */
public final class MergePolicies extends KeyedWriteBack<SharedPolicy, Policy, Policy> {

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

    /** One {@link SharedPolicy} a key. */
    static StateSpec<SharedPolicy> state() {
        return StateSpec.value("shared-policy", SharedPolicy.class, SharedPolicy::new)
                .expiringAfter(TTL);
    }

    @Override
    public void open(OpenContext context) {}

    @Override
    public void processElement(Policy update, Context context, Collector<Policy> out) {
        String key = context.getCurrentKey();
        SharedPolicy policy = state.get(key);
        if (update.isReset()) {
            policy.reset(update);
        } else {
            policy.add(update);
        }
        if (policy.hasUpdate()) {
            policy.publishAtMillis =
                    StoredTimer.arm(context.timerService(), policy.publishAtMillis, intervalMillis);
        }
        state.changed(key);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<Policy> out) {
        String key = context.getCurrentKey();
        SharedPolicy policy = state.get(key);
        policy.publishAtMillis = 0;
        if (policy.hasUpdate()) {
            out.collect(policy.publish(context.timerService().currentProcessingTime()));
        }
        state.changed(key);
    }
}
