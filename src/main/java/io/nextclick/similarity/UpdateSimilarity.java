package io.nextclick.similarity;

import io.nextclick.event.CatalogItem;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PopularityChange;
import io.nextclick.message.Subtasks;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.StoredTimer;
import io.nextclick.writeback.SweepFunction;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns the messages of events into answers with candidates, learning from each; and catalogue
 * changes into what the item knows of itself.
 *
 * <p>Key: the item among all sites. The second input is broadcast: what holds of the catalogue. The
 * subtask of an item takes in its category; every subtask knows the {@link RemovedItemsState}.
 *
 * <p>State: one {@link ItemNeighbours} an item, at most one read and one write a message, with at
 * most {@code similarity.max-neighbours} neighbours; it expires by its TTL, {@code similarity.ttl}.
 *
 * <p>Timers: one processing-time timer an item that changed, which publishes its list. When an item
 * was removed or came back, all are visited, a few at a time, and those whose list is then another
 * one publish it. Late events count with the weight that their time gives them.
 */
public final class UpdateSimilarity
        extends KeyedCoWriteBack<ItemNeighbours, ItemMessage, CatalogItem, Candidates>
        implements SweepFunction {

    /** Lists of changed items, at most one an item and interval, and the ends of lists. */
    public static final OutputTag<SimilarItems> SIMILAR_ITEMS =
            new OutputTag<>("similar-items", TypeInformation.of(SimilarItems.class));

    /** Visits and catalogue changes, for the popularity lists. */
    public static final OutputTag<PopularityChange> POPULARITY =
            new OutputTag<>("popularity-changes", TypeInformation.of(PopularityChange.class));

    private final SimilaritySettings rules;

    private transient Runnable sweep;
    private transient Subtasks subtasks;
    private transient int subtask;
    private transient ItemAnswers answers;
    private transient PairLearning pairs;
    private transient RemovedItemsState removed;
    private transient long newestLearntMillis;

    /**
     * @param rules how pairs are learnt
     * @param ttl how long an item is remembered
     * @param limits objects in memory
     */
    public UpdateSimilarity(SimilaritySettings rules, Duration ttl, WriteBackState.Limits limits) {
        super(state(ttl), limits);
        this.rules = rules;
    }

    /** One {@link ItemNeighbours} a key. */
    static StateSpec<ItemNeighbours> state(Duration ttl) {
        return StateSpec.value(
                        "item-neighbours", new ItemNeighboursSerializer(), ItemNeighbours::new)
                .expiringAfter(ttl);
    }

    @Override
    public void useSweep(Runnable start) {
        sweep = start;
    }

    @Override
    public int sweptPerSecond() {
        return rules.sweepPerSecond();
    }

    @Override
    public void open(OpenContext context) throws Exception {
        TaskInfo task = getRuntimeContext().getTaskInfo();
        subtasks = Subtasks.of(task);
        subtask = task.getIndexOfThisSubtask();
        answers = new ItemAnswers(rules);
        pairs = new PairLearning(rules);
        removed = new RemovedItemsState(operatorState, rules.maxRemoved());
        getRuntimeContext().getMetricGroup().gauge("newestLearntMillis", () -> newestLearntMillis);
        if (!removed.isEmpty() && rules.publishes()) {
            // A sweep that a restart cut short is not in the snapshot.
            sweep.run();
        }
    }

    @Override
    public void processElement1(ItemMessage message, Context context, Collector<Candidates> out) {
        String key = context.getCurrentKey();
        ItemNeighbours item = state.get(key);
        if (message.slot() != ItemMessage.NO_ANSWER) {
            out.collect(answers.answer(message, item));
        }
        if (pairs.learn(message, item)) {
            newestLearntMillis = Math.max(newestLearntMillis, message.occurredAtMillis());
            publishLater(item, context.timerService());
            store(key, item);
        }
        if (message.visits() != 0) {
            String category = message.category() != null ? message.category() : item.category;
            context.output(POPULARITY, message.visitOf(null));
            if (category != null) {
                context.output(POPULARITY, message.visitOf(category));
            }
        }
    }

    @Override
    public void processElement2(CatalogItem change, Context context, Collector<Candidates> out)
            throws Exception {
        String key = change.itemKey();
        if (removed.update(key, change.removed()) && rules.publishes()) {
            sweep.run();
        }
        if (subtasks.of(key) == subtask) {
            currentKey.accept(key);
            takeIn(change, key, context);
        }
    }

    private void takeIn(CatalogItem change, String key, Context context) {
        ItemNeighbours item = state.get(key);
        for (PopularityChange each : PopularityChange.of(change, item.category)) {
            context.output(POPULARITY, each);
        }
        item.category = change.removed() ? null : change.category();
        if (change.removed() && rules.publishes()) {
            // Also where nothing is known any more: the list may be older than what is kept.
            context.output(SIMILAR_ITEMS, SimilarItems.none(key));
            item.publishedNames = 0;
        }
        store(key, item);
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<Candidates> out) {
        String key = context.getCurrentKey();
        ItemNeighbours item = state.get(key);
        if (item.publishAtMillis > millis) {
            // A visit of the sweep: the item's own timer is to come.
            return;
        }
        SimilarItems list = answers.published(key, item, removed);
        int names = list.names();
        if (item.publishAtMillis != 0 || names != item.publishedNames) {
            if (names != 0 || item.publishedNames != 0) {
                context.output(SIMILAR_ITEMS, list);
            }
            item.publishedNames = names;
            item.publishAtMillis = 0;
            store(key, item);
        }
    }

    private void store(String key, ItemNeighbours item) {
        if (item.isEmpty()) {
            state.remove(key);
        } else {
            state.changed(key);
        }
    }

    private void publishLater(ItemNeighbours item, TimerService timers) {
        if (rules.publishes()) {
            item.publishAtMillis =
                    StoredTimer.arm(timers, item.publishAtMillis, rules.publishIntervalMillis());
        }
    }
}
