package io.nextclick.recommend;

import io.nextclick.blend.Blends;
import io.nextclick.blend.Policy;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
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

    private static final long serialVersionUID = 1L;

    /**
     * A timer closes every gather long before; this bounds the state that a lost timer would leave.
     */
    private static final Duration TTL = Duration.ofHours(1);

    private final RecommendSettings rules;

    private transient ShopState shop;
    private transient NextClickLearning learning;
    private transient OpenRequests openRequests;
    private transient RequestAnswers answers;
    private transient Counter requests;
    private transient Counter stale;

    /**
     * @param rules how lists are made
     * @param limits objects in memory
     */
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
        learning = new NextClickLearning(rules, subtask, metrics);
        for (Policy policy : shop.policies()) {
            learning.take(policy);
        }
        openRequests = new OpenRequests(rules.deadlineMillis());
        answers = new RequestAnswers(rules, openRequests, shop, learning, metrics);
        requests = metrics.counter("requests");
        stale = metrics.counter("staleAnswers");
    }

    @Override
    public void processElement1(
            PersonMessage message, Context context, Collector<RecommendationList> out) {
        PersonEvent request = message.request();
        Candidates candidates = message.candidates();
        String person = context.getCurrentKey();
        PersonGathers open = state.get(person);
        if (request != null) {
            requests.inc();
            if (!openRequests.add(open, request, context.timerService())) {
                answers.supersede(person, request, context);
            }
        } else if (candidates != null
                && !openRequests.add(open, candidates, context.timerService())) {
            stale.inc();
        }
        answers.answerComplete(person, open, context, out);
        if (OpenRequests.count(open) > rules.maxInFlight()) {
            PersonEvent oldest = openRequests.closeSuperseded(open, context.timerService()).request;
            if (oldest != null) {
                answers.supersede(person, oldest, context);
            }
        }
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
        for (String person : answers.takeUnanswered(popular.site())) {
            currentKey.accept(person);
            PersonGathers open = state.get(person);
            answers.answerComplete(person, open, context, out);
            store(person, open);
        }
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<RecommendationList> out) {
        String person = context.getCurrentKey();
        PersonGathers open = state.get(person);
        answers.answerOverdue(person, open, millis, context, out);
        answers.answerComplete(person, open, context, out);
        if (open.staleUntilMillis <= millis) {
            open.staleUntilMillis = 0;
        }
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
