package io.nextclick.similarity;

import io.nextclick.event.CatalogItem;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PopularityChange;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.StoredTimer;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Turns the messages of events into answers with candidates, learning from each; and catalogue
 * changes into what the item knows of itself.
 *
 * <p>Key: the item among all sites.
 *
 * <p>State: one {@link ItemNeighbours} an item, at most one read and one write a message, with at
 * most {@code similarity.max-neighbours} neighbours; it expires by its TTL, {@code similarity.ttl}.
 *
 * <p>Timers: one processing-time timer an item that changed, which publishes its list. Late events
 * count with the weight that their time gives them.
 */
public final class UpdateSimilarity
        extends KeyedCoWriteBack<ItemNeighbours, ItemMessage, CatalogItem, Candidates> {

    /** Lists of changed items, at most one an item and interval. */
    public static final OutputTag<SimilarItems> SIMILAR_ITEMS =
            new OutputTag<>("similar-items", TypeInformation.of(SimilarItems.class));

    /** Visits and catalogue changes, for the popularity lists. */
    public static final OutputTag<PopularityChange> POPULARITY =
            new OutputTag<>("popularity-changes", TypeInformation.of(PopularityChange.class));

    private final SimilaritySettings rules;

    private transient ItemAnswers answers;
    private transient PairLearning pairs;

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
    public void open(OpenContext context) {
        answers = new ItemAnswers(rules);
        pairs = new PairLearning(rules);
    }

    @Override
    public void processElement1(ItemMessage message, Context context, Collector<Candidates> out) {
        String key = context.getCurrentKey();
        ItemNeighbours item = state.get(key);
        if (message.slot() != ItemMessage.NO_ANSWER) {
            out.collect(answers.answer(message, item));
        }
        if (pairs.learn(message, item)) {
            publishLater(item, context);
            store(key, item);
        }
        if (message.visits() != 0) {
            announceVisit(message, item, context);
        }
    }

    @Override
    public void processElement2(CatalogItem change, Context context, Collector<Candidates> out) {
        String key = context.getCurrentKey();
        ItemNeighbours item = state.get(key);
        String category = change.removed() ? item.category : change.category();
        item.category = change.removed() ? null : category;
        store(key, item);
        context.output(POPULARITY, catalogueChange(change, null));
        if (category != null) {
            context.output(POPULARITY, catalogueChange(change, category));
        }
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<Candidates> out) {
        String key = context.getCurrentKey();
        ItemNeighbours item = state.get(key);
        if (item.size > 0) {
            context.output(SIMILAR_ITEMS, answers.published(key, item));
        }
        item.publishAtMillis = 0;
        store(key, item);
    }

    private void store(String key, ItemNeighbours item) {
        if (item.isEmpty()) {
            state.remove(key);
        } else {
            state.changed(key);
        }
    }

    private void announceVisit(ItemMessage message, ItemNeighbours item, Context context) {
        String category = message.category() != null ? message.category() : item.category;
        context.output(POPULARITY, visit(message, null));
        if (category != null) {
            context.output(POPULARITY, visit(message, category));
        }
    }

    private static PopularityChange visit(ItemMessage message, @Nullable String category) {
        return new PopularityChange(
                message.site(),
                category,
                message.itemId(),
                message.visits(),
                message.occurredAtMillis(),
                true);
    }

    private static PopularityChange catalogueChange(CatalogItem change, @Nullable String category) {
        return new PopularityChange(
                change.site(), category, change.itemId(), 0, 0, change.isAvailable());
    }

    private void publishLater(ItemNeighbours item, Context context) {
        long now = context.timerService().currentProcessingTime();
        if (rules.publishIntervalMillis() > 0 && StoredTimer.isUnset(item.publishAtMillis, now)) {
            item.publishAtMillis = now + rules.publishIntervalMillis();
            context.timerService().registerProcessingTimeTimer(item.publishAtMillis);
        }
    }
}
