package io.nextclick.recommend;

import static java.util.Objects.requireNonNull;

import io.nextclick.blend.Blends;
import io.nextclick.blend.Policy;
import io.nextclick.flow.PopularItems;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Turns a person's event and the answers of the items that it asked into one list.
 *
 * <p>Key: the person among all sites. The second input is broadcast: popularity, availability and
 * the facts of items that rules ask for.
 *
 * <p>State: one {@link PersonGathers} a person with requests in flight, at most {@code
 * recommend.max-in-flight} of them; in the common case it comes and goes between two snapshots and
 * is never written. The shop's facts and the policies are broadcast state, bounded by count.
 * Pending training examples are in memory only, bounded, see {@link Blends}.
 *
 * <p>Timers: one processing-time timer a request, at its deadline: the list is then made of the
 * answers that came. Late events are answered like others.
 */
public final class Recommend
        extends KeyedCoWriteBack<PersonGathers, PersonMessage, ShopUpdate, RecommendationList> {

    /** What the blends of this subtask learnt, to be merged into policies. */
    public static final OutputTag<Policy> CONTRIBUTIONS =
            new OutputTag<>("policy-contributions", TypeInformation.of(Policy.class));

    /** Bounds what a lost timer would leave; every request is closed long before. */
    private static final Duration TTL = Duration.ofHours(1);

    private final RecommendSettings rules;

    private transient ShopState shop;
    private transient NextClickLearning learning;
    private transient RequestAnswers answers;
    private transient Output output;

    public Recommend(RecommendSettings rules, WriteBackState.Limits limits) {
        super(state(), limits);
        this.rules = rules;
    }

    /** One {@link PersonGathers} a person with open requests. */
    static StateSpec<PersonGathers> state() {
        return StateSpec.value("person-gathers", PersonGathers.class, PersonGathers::new)
                .expiringAfter(TTL);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        shop = new ShopState(operatorState, rules, metrics.counter("shopFactsForgotten"));
        output = new Output(metrics);
        learning = new NextClickLearning(rules, subtask, output);
        metrics.gauge("pendingExamples", learning::pendingExamples);
        for (Policy policy : shop.policies()) {
            learning.take(policy);
        }
        answers = new RequestAnswers(rules, shop, learning, output);
    }

    @Override
    public void processElement1(
            PersonMessage message, Context context, Collector<RecommendationList> out) {
        output.use(context, out);
        String person = context.getCurrentKey();
        PersonGathers open = state.get(person);
        long now = output.nowMillis();
        if (open.isLeftBehind(now)) {
            answers.passTime(person, open, now);
        }
        answers.take(person, open, message);
        store(person, open);
    }

    @Override
    public void processElement2(
            ShopUpdate update, Context context, Collector<RecommendationList> out)
            throws Exception {
        shop.update(update);
        Policy policy = update.policy();
        if (policy != null) {
            learning.take(policy);
        }
        PopularItems popular = update.popular();
        if (popular == null || !popular.isOfSite()) {
            return;
        }
        output.use(context, out);
        for (String person : answers.takeUnanswered(popular.site())) {
            currentKey.accept(person);
            PersonGathers open = state.get(person);
            answers.answerComplete(person, open);
            store(person, open);
        }
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<RecommendationList> out) {
        output.use(context, out);
        String person = context.getCurrentKey();
        PersonGathers open = state.get(person);
        answers.passTime(person, open, millis);
        store(person, open);
    }

    private void store(String person, PersonGathers open) {
        if (open.isIdle()) {
            state.remove(person);
        } else {
            state.changed(person);
        }
    }

    /** The runtime at the element or timer that is being processed. */
    private static final class Output implements ListRuntime {
        private final Map<Count, Counter> counters = new EnumMap<>(Count.class);
        private final DescriptiveStatisticsHistogram eventToList =
                new DescriptiveStatisticsHistogram(1024);
        private @Nullable Context context;
        private @Nullable Collector<RecommendationList> out;

        Output(MetricGroup metrics) {
            for (Count each : Count.values()) {
                counters.put(each, metrics.counter(each.metric));
            }
            metrics.histogram("eventToListMillis", eventToList);
        }

        void use(Context current, Collector<RecommendationList> into) {
            context = current;
            out = into;
        }

        @Override
        public long nowMillis() {
            return requireNonNull(context).timerService().currentProcessingTime();
        }

        @Override
        public void wakeAt(long millis) {
            requireNonNull(context).timerService().registerProcessingTimeTimer(millis);
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
            requireNonNull(context).output(CONTRIBUTIONS, contribution);
        }

        @Override
        public void count(Count what) {
            requireNonNull(counters.get(what)).inc();
        }
    }
}
