package io.nextclick.recommend;

import io.nextclick.blend.Blends;
import io.nextclick.blend.Policy;
import io.nextclick.flow.PopularItems;
import io.nextclick.writeback.KeyWakes;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WakeFunction;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Turns a person's event and the answers of the items that it asked into one list.
 *
 * <p>Key: the person among all sites. The second input is broadcast: popularity, availability and
 * the facts of items that rules ask for.
 *
 * <p>State: one {@link PersonGathers} a person with requests in flight, at most {@code
 * recommend.max-in-flight} of them; in the common case it comes and goes between two snapshots and
 * is neither read nor written. The shop's facts and the policies are broadcast state, bounded by
 * count. Pending training examples and what neighbours lead to are in memory only, bounded, see
 * {@link Blends} and {@link TwoStepNeighbours}.
 *
 * <p>Timers: none of Flink's. A person is woken at the deadline of a request, in processing time:
 * the list is then made of the answers that came. After a restart those with open requests are
 * looked for and woken again. Late events are answered like others.
 */
public final class Recommend
        extends KeyedCoWriteBack<PersonGathers, PersonMessage, ShopUpdate, RecommendationList>
        implements WakeFunction {

    /** What the blends of this subtask learnt, to be merged into policies. */
    public static final OutputTag<Policy> CONTRIBUTIONS =
            new OutputTag<>("policy-contributions", TypeInformation.of(Policy.class));

    /** Bounds what a lost timer would leave; every request is closed long before. */
    private static final Duration TTL = Duration.ofHours(1);

    /** Few are open at a restart; a list is waited for. */
    private static final int SWEPT_PER_SECOND = 50_000;

    private final RecommendSettings rules;

    private transient Runnable sweep;
    private transient KeyWakes wakes;
    private transient ShopState shop;
    private transient NextClickLearning learning;
    private transient RequestAnswers answers;
    private transient ListOutput output;

    public Recommend(RecommendSettings rules, WriteBackState.Limits limits) {
        super(state(), limits.allUnwritten());
        this.rules = rules;
    }

    /** One {@link PersonGathers} a person with open requests. */
    static StateSpec<PersonGathers> state() {
        return StateSpec.value("person-gathers", PersonGathers.class, PersonGathers::new)
                .expiringAfter(TTL)
                .withFewKeys();
    }

    @Override
    public void useSweep(Runnable start) {
        sweep = start;
    }

    @Override
    public int sweptPerSecond() {
        return SWEPT_PER_SECOND;
    }

    @Override
    public void useWakes(KeyWakes wakes) {
        this.wakes = wakes;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        shop = new ShopState(operatorState, rules, metrics.counter("shopFactsForgotten"));
        output = new ListOutput(metrics, wakes);
        learning = new NextClickLearning(rules, subtask, output);
        metrics.gauge("pendingExamples", learning::pendingExamples);
        for (Policy policy : shop.policies()) {
            learning.take(policy);
        }
        answers = new RequestAnswers(rules, shop, learning, output);
        sweep.run();
    }

    @Override
    public void processElement1(
            PersonMessage message, Context context, Collector<RecommendationList> out) {
        output.use(context, out);
        String person = context.getCurrentKey();
        PersonGathers open = state.get(person);
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
        answers.wakeAgain(open, millis);
        store(person, open);
    }

    private void store(String person, PersonGathers open) {
        if (open.isIdle()) {
            state.remove(person);
        } else {
            state.changed(person);
        }
    }
}
