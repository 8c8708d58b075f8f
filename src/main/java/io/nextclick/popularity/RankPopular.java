package io.nextclick.popularity;

import io.nextclick.flow.PopularItems;
import io.nextclick.flow.PopularityChange;
import io.nextclick.writeback.KeyedWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.StoredTimer;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.util.Collector;

/**
 * Turns visits and catalogue changes into the popular items of each site and category.
 *
 * <p>Key: {@link PopularityChange#scopeKey()}.
 *
 * <p>State: one {@link PopularList} a key with at most {@code popularity.max-items} items by each
 * half-life, at most one read and one write a message; it expires by its TTL, {@code
 * popularity.ttl}.
 *
 * <p>Timers: one processing-time timer a changed list. A site's first item is published at once, so
 * that nobody waits an interval for something to recommend. Late events count with the weight that
 * their time gives them.
 */
public final class RankPopular extends KeyedWriteBack<PopularList, PopularityChange, PopularItems> {

    private final PopularitySettings rules;

    private transient PopularityRanking ranking;

    /**
     * @param rules how popularity is counted
     * @param ttl how long a list is kept
     * @param limits objects in memory
     */
    public RankPopular(PopularitySettings rules, Duration ttl, WriteBackState.Limits limits) {
        super(state(ttl), limits);
        this.rules = rules;
    }

    /** One {@link PopularList} a key. */
    static StateSpec<PopularList> state(Duration ttl) {
        return StateSpec.value("popular-list", PopularList.class, PopularList::new)
                .expiringAfter(ttl);
    }

    @Override
    public void open(OpenContext context) {
        ranking = new PopularityRanking(rules);
    }

    @Override
    public void processElement(
            PopularityChange change, Context context, Collector<PopularItems> out) {
        String key = context.getCurrentKey();
        PopularList list = state.get(key);
        boolean first = list.weights.isEmpty();
        if (ranking.apply(change, list)) {
            if (first && change.isOfSite() && !list.weights.isEmpty()) {
                out.collect(ranking.best(list));
            } else {
                list.publishAtMillis =
                        StoredTimer.arm(
                                context.timerService(),
                                list.publishAtMillis,
                                rules.publishIntervalMillis());
            }
        }
        state.changed(key);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<PopularItems> out) {
        String key = context.getCurrentKey();
        PopularList list = state.get(key);
        if (list.site.isEmpty()) {
            state.remove(key);
            return;
        }
        list.publishAtMillis = 0;
        out.collect(ranking.best(list));
        state.changed(key);
    }
}
