package io.nextclick.recommend;

import io.nextclick.blend.Policy;
import io.nextclick.event.SiteKey;
import io.nextclick.flow.PersonEvent;
import io.nextclick.writeback.OperatorPart;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/** Makes and emits the lists of a person's open requests, in the order of their events. */
@OperatorPart
final class RequestAnswers {

    private static final int MAX_UNANSWERED = 10_000;

    private final OpenRequests requests;
    private final ShopState shop;
    private final NextClickLearning learning;
    private final ListMaker maker;

    /**
     * Persons for whom there is nothing to recommend until something is popular. A hint only: what
     * a restart forgets here is answered at its deadline.
     */
    private final Set<String> unanswered = new LinkedHashSet<>();

    private final Counter lists;
    private final Counter incomplete;
    private final Counter superseded;
    private final Counter empty;

    RequestAnswers(
            RecommendSettings rules,
            OpenRequests requests,
            ShopState shop,
            NextClickLearning learning,
            MetricGroup metrics) {
        this.requests = requests;
        this.shop = shop;
        this.learning = learning;
        maker = new ListMaker(rules);
        lists = metrics.counter("lists");
        incomplete = metrics.counter("incompleteLists");
        superseded = metrics.counter("supersededRequests");
        empty = metrics.counter("emptyLists");
    }

    /** Answers the oldest requests as long as they are complete, so lists are emitted in order. */
    void answerComplete(
            String person,
            PersonGathers open,
            KeyedCoProcessFunction<?, ?, ?, ?>.Context context,
            Collector<RecommendationList> out) {
        while (!open.open.isEmpty()) {
            Gather oldest = open.open.get(0);
            PersonEvent request = oldest.request;
            if (request == null || !oldest.isComplete()) {
                return;
            }
            List<RecommendedItem> items = make(person, request, oldest, context);
            if (items.isEmpty()) {
                // What is popular may become known before the deadline.
                if (unanswered.size() < MAX_UNANSWERED) {
                    unanswered.add(person);
                }
                return;
            }
            OpenRequests.closeAnswered(open);
            emit(person, request, items, true, context, out);
        }
    }

    /** Answers the requests whose deadline has passed with what came. */
    void answerOverdue(
            String person,
            PersonGathers open,
            long nowMillis,
            KeyedCoProcessFunction<?, ?, ?, ?>.Context context,
            Collector<RecommendationList> out) {
        Gather overdue = requests.closeOverdue(open, nowMillis, context.timerService());
        while (overdue != null) {
            unanswered.remove(person);
            PersonEvent request = overdue.request;
            if (request != null) {
                List<RecommendedItem> items = make(person, request, overdue, context);
                if (items.isEmpty()) {
                    empty.inc();
                } else {
                    emit(person, request, items, overdue.isComplete(), context, out);
                }
            }
            overdue = requests.closeOverdue(open, nowMillis, context.timerService());
        }
    }

    /** Makes no list for a request, but learns where the person went. */
    void supersede(
            String person,
            PersonEvent request,
            KeyedCoProcessFunction<?, ?, ?, ?>.Context context) {
        superseded.inc();
        learn(person, request, context);
    }

    /** Persons of a site who wait for something popular; they do no longer. */
    List<String> takeUnanswered(String site) {
        if (unanswered.isEmpty()) {
            return List.of();
        }
        List<String> persons =
                unanswered.stream().filter(person -> SiteKey.site(person).equals(site)).toList();
        persons.forEach(unanswered::remove);
        return persons;
    }

    /** Learns first: lists are emitted in order, so the one before is made even under load. */
    private List<RecommendedItem> make(
            String person,
            PersonEvent request,
            Gather gather,
            KeyedCoProcessFunction<?, ?, ?, ?>.Context context) {
        learn(person, request, context);
        Surface surface = Surface.of(request.event().context().pageType());
        String policyKey = Policy.key(request.event().site(), surface.label());
        MadeList made = maker.make(request, gather.answers, shop, learning.weights(policyKey));
        if (made.example() != null) {
            learning.remember(person, policyKey, made.example(), request);
        }
        return made.items();
    }

    private void learn(
            String person,
            PersonEvent request,
            KeyedCoProcessFunction<?, ?, ?, ?>.Context context) {
        if (learning.learn(person, request)) {
            learning.contributions(context.timerService().currentProcessingTime())
                    .forEach(learnt -> context.output(Recommend.CONTRIBUTIONS, learnt));
        }
    }

    private void emit(
            String person,
            PersonEvent request,
            List<RecommendedItem> items,
            boolean complete,
            KeyedCoProcessFunction<?, ?, ?, ?>.Context context,
            Collector<RecommendationList> out) {
        lists.inc();
        if (!complete) {
            incomplete.inc();
        }
        long now = context.timerService().currentProcessingTime();
        out.collect(RecommendationList.of(person, request, items, complete, now));
    }
}
