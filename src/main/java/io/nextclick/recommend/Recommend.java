package io.nextclick.recommend;

import io.nextclick.blend.Blends;
import io.nextclick.blend.Policy;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.Candidates;
import io.nextclick.flow.PersonEvent;
import io.nextclick.flow.PopularItems;
import io.nextclick.writeback.KeyedCoWriteBack;
import io.nextclick.writeback.StateSpec;
import io.nextclick.writeback.WriteBackState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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
 * is never written. The shop's facts and the policies are broadcast state, bounded by count. The
 * lists that may still be learnt from are a bounded memory of the process, see {@link Blends}.
 *
 * <p>Timers: one processing-time timer a request, at its deadline: the list is then made of the
 * answers that came. Late events are answered like others.
 */
public final class Recommend
        extends KeyedCoWriteBack<PersonGathers, PersonMessage, ShopUpdate, RecommendationList> {

    /** What the blends of this subtask learnt, for the topic of policies. */
    public static final OutputTag<Policy> CONTRIBUTIONS =
            new OutputTag<>("policy-contributions", TypeInformation.of(Policy.class));

    /** Name of the ranking policy. */
    public static final String POLICY = "blend";

    /** Its version. */
    public static final int POLICY_VERSION = 1;

    private static final long serialVersionUID = 1L;

    /** A timer closes every gather long before; this bounds what a lost timer would leave. */
    private static final Duration TTL = Duration.ofHours(1);

    private static final int MAX_HUNGRY = 10_000;

    /** Answers wait so many deadlines for their request, which may be held up on its own way. */
    private static final int ORPHAN_DEADLINES = 20;

    /** Deadlines are rounded up to this, so that a busy person has few timers. */
    private static final long TIMER_GRAIN_MILLIS = 50;

    private final RecommendRules rules;

    /**
     * Persons for whom there is nothing to recommend until something is popular. A hint only: what
     * a restart forgets here is answered at its deadline.
     */
    private transient Set<String> hungry;

    private transient ShopState shop;
    private transient ListMaker maker;
    private transient Blends blends;
    private transient long shareAtMillis;
    private transient Counter requests;
    private transient Counter lists;
    private transient Counter incomplete;
    private transient Counter superseded;
    private transient Counter empty;
    private transient Counter stale;
    private transient Counter examples;

    /**
     * @param rules how lists are made
     * @param limits objects in memory
     */
    public Recommend(RecommendRules rules, WriteBackState.Limits limits) {
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
        shop = new ShopState(operatorState, rules, metrics.counter("shopFactsForgotten"));
        blends =
                new Blends(
                        rules.learning(),
                        rules.maxPractice(),
                        getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
        for (Policy policy : shop.policies()) {
            blends.take(policy);
        }
        maker = new ListMaker(rules);
        hungry = new LinkedHashSet<>();
        requests = metrics.counter("requests");
        lists = metrics.counter("lists");
        incomplete = metrics.counter("incompleteLists");
        superseded = metrics.counter("supersededRequests");
        empty = metrics.counter("emptyLists");
        stale = metrics.counter("staleAnswers");
        examples = metrics.counter("learntExamples");
        metrics.gauge("openLessons", () -> blends.openLessons());
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
            Gather gather = open.openFor(request.sequence());
            if (gather == null) {
                supersede(person, request, context);
            } else {
                gather.request = request;
                keep(gather, 1, context);
                open.dropOrphansBefore(request.sequence());
            }
        } else if (candidates != null) {
            Gather gather = open.openFor(candidates.sequence());
            if (gather == null) {
                stale.inc();
            } else {
                gather.add(candidates);
                if (gather.deadlineMillis == 0) {
                    keep(gather, ORPHAN_DEADLINES, context);
                }
            }
        }
        answerComplete(person, open, context, out);
        if (open.openRequests() > rules.maxInFlight()) {
            supersedeOldest(person, open, context);
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
            blends.take(policy);
        }
        PopularItems popular = update.popular();
        if (popular == null || !popular.isOfSite() || hungry.isEmpty()) {
            return;
        }
        List<String> persons =
                hungry.stream()
                        .filter(person -> SiteKey.site(person).equals(popular.site()))
                        .toList();
        for (String person : persons) {
            hungry.remove(person);
            currentKey.accept(person);
            PersonGathers open = state.get(person);
            answerComplete(person, open, context, out);
            store(person, open);
        }
    }

    @Override
    public void onTimer(long millis, OnTimerContext context, Collector<RecommendationList> out) {
        String person = context.getCurrentKey();
        PersonGathers open = state.get(person);
        while (!open.open.isEmpty() && open.open.get(0).deadlineMillis <= millis) {
            answerAtDeadline(person, open, context, out);
        }
        answerComplete(person, open, context, out);
        if (open.staleUntilMillis <= millis) {
            open.staleUntilMillis = 0;
        }
        store(person, open);
    }

    /** Learns where the person went from their last list, if they are still in that visit. */
    private void learn(String person, PersonEvent request, Context context) {
        String item = request.event().itemId();
        if (!request.learn() || !request.step() || item == null) {
            return;
        }
        long at = request.event().occurredAtMillis();
        if (request.path().length == 0) {
            blends.forget(person, at);
        } else if (blends.learn(person, item, at)) {
            examples.inc();
            long now = context.timerService().currentProcessingTime();
            if (now >= shareAtMillis) {
                shareAtMillis = now + rules.policyIntervalMillis();
                blends.contributions(now).forEach(news -> context.output(CONTRIBUTIONS, news));
            }
        }
    }

    /** Learns first: lists leave in order, so the one before is made even under load. */
    private List<RecommendedItem> make(
            String person, PersonEvent request, Gather gather, Context context) {
        learn(person, request, context);
        Surface surface = Surface.of(request.event().context().pageType());
        String policyKey = Policy.key(request.event().site(), surface.label());
        List<RecommendedItem> items =
                maker.make(request, gather.answers, shop, blends.weights(policyKey));
        if (request.learn() && !request.reminder() && !items.isEmpty()) {
            long at = request.event().occurredAtMillis();
            blends.remember(person, policyKey, maker.practice(), at);
        }
        return items;
    }

    private void keep(Gather gather, int deadlines, Context context) {
        gather.deadlineMillis = deadlineMillis(deadlines, context);
        context.timerService().registerProcessingTimeTimer(gather.deadlineMillis);
    }

    private long deadlineMillis(int deadlines, Context context) {
        long millis =
                context.timerService().currentProcessingTime() + deadlines * rules.deadlineMillis();
        return millis + TIMER_GRAIN_MILLIS - millis % TIMER_GRAIN_MILLIS;
    }

    /** Answers the oldest requests as long as they are complete, so lists leave in order. */
    private void answerComplete(
            String person, PersonGathers open, Context context, Collector<RecommendationList> out) {
        while (!open.open.isEmpty()) {
            Gather oldest = open.open.get(0);
            PersonEvent request = oldest.request;
            if (request == null || !oldest.isComplete()) {
                return;
            }
            List<RecommendedItem> items = make(person, request, oldest, context);
            if (items.isEmpty()) {
                // What is popular may become known before the deadline.
                if (hungry.size() < MAX_HUNGRY) {
                    hungry.add(person);
                }
                return;
            }
            open.closeOldest();
            emit(person, request, items, true, context, out);
        }
    }

    private void answerAtDeadline(
            String person, PersonGathers open, Context context, Collector<RecommendationList> out) {
        hungry.remove(person);
        Gather late = open.closeOldest();
        expectStale(open, late.deadlineMillis + rules.deadlineMillis(), context);
        PersonEvent request = late.request;
        if (request == null) {
            return;
        }
        List<RecommendedItem> items = make(person, request, late, context);
        if (items.isEmpty()) {
            empty.inc();
        } else {
            emit(person, request, items, late.isComplete(), context, out);
        }
    }

    /** No list is made, but where the person went is known. */
    private void supersede(String person, PersonEvent request, Context context) {
        superseded.inc();
        learn(person, request, context);
    }

    private void supersedeOldest(String person, PersonGathers open, Context context) {
        PersonEvent request = open.closeOldest().request;
        if (request != null) {
            supersede(person, request, context);
        }
        expectStale(open, deadlineMillis(1, context), context);
    }

    /** Remembers which answers come too late, so that they open nothing. */
    private static void expectStale(PersonGathers open, long untilMillis, Context context) {
        open.staleUntilMillis = Math.max(open.staleUntilMillis, untilMillis);
        context.timerService().registerProcessingTimeTimer(untilMillis);
    }

    private void emit(
            String person,
            PersonEvent request,
            List<RecommendedItem> items,
            boolean complete,
            Context context,
            Collector<RecommendationList> out) {
        lists.inc();
        if (!complete) {
            incomplete.inc();
        }
        boolean fallback =
                items.stream()
                        .flatMap(item -> item.reasons().stream())
                        .noneMatch(reason -> reason.source().isOwnBehavior());
        String userId = request.event().userId();
        String deviceId = request.event().deviceId();
        List<String> devices = new ArrayList<>(Arrays.asList(request.deviceIds()));
        if (deviceId != null && !devices.contains(deviceId)) {
            devices.add(deviceId);
        }
        out.collect(
                new RecommendationList(
                        recommendationId(person, request.event().eventId()),
                        person,
                        devices,
                        userId == null ? List.of() : List.of(userId),
                        context.timerService().currentProcessingTime(),
                        request.event().eventId(),
                        request.event().occurredAtMillis(),
                        items,
                        List.of(request.segments()),
                        POLICY,
                        POLICY_VERSION,
                        fallback,
                        complete));
    }

    private static String recommendationId(String person, String eventId) {
        String name = person + '\n' + eventId + '\n' + POLICY + '\n' + POLICY_VERSION;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private void store(String person, PersonGathers open) {
        if (open.isIdle()) {
            state.remove(person);
        } else {
            state.changed(person);
        }
    }
}
