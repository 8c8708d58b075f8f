package io.nextclick.recommend;

import io.nextclick.blend.Blends;
import io.nextclick.blend.ListPlace;
import io.nextclick.blend.Outcome;
import io.nextclick.blend.PendingList;
import io.nextclick.blend.Policy;
import io.nextclick.blend.TrainingExample;
import io.nextclick.event.Event;
import io.nextclick.event.ShownList;
import io.nextclick.flow.Occasion;
import io.nextclick.flow.PersonEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the blends of a subtask learn from next clicks and what comes of them, and when they
 * contribute it.
 */
final class NextClickLearning {

    private final Blends blends;
    private final long intervalMillis;
    private final ListRuntime runtime;
    private long contributeAtMillis;

    NextClickLearning(RecommendSettings rules, int subtask, ListRuntime runtime) {
        this.blends = new Blends(rules.learning(), rules.maxPractice(), subtask);
        this.intervalMillis = rules.policyIntervalMillis();
        this.runtime = runtime;
    }

    /** Takes over a merged policy. */
    void take(Policy policy) {
        blends.take(policy);
    }

    /** The weights that rank for a site and surface. */
    float[] weights(String policyKey) {
        return blends.weights(policyKey);
    }

    /** Keeps the example of a list until the person's next click. */
    void remember(
            String person,
            String policyKey,
            MadeList made,
            PersonEvent request,
            String recommendationId) {
        TrainingExample example = made.example();
        if (example != null) {
            var list =
                    new PendingList(
                            policyKey,
                            recommendationId,
                            made.chances(),
                            made.later(),
                            made.drawnPlace(),
                            request.event().occurredAtMillis());
            blends.remember(person, list, example);
        }
    }

    /** Forgets the pending example of a person. */
    void forget(String person) {
        blends.forget(person, Long.MAX_VALUE);
    }

    /** How many examples are pending. */
    int pendingExamples() {
        return blends.pendingExamples();
    }

    /**
     * Learns where the person went from their last list and what became of it, if they are still in
     * that visit, and contributes what was learnt once an interval is over.
     */
    void learn(String person, PersonEvent request) {
        Event event = request.event();
        String item = event.itemId();
        if (!request.learn() || request.occasion() != Occasion.EVENT || item == null) {
            return;
        }
        ShownList list = event.context().list();
        String listId = list.recommendationId();
        Integer position = list.position();
        ListPlace place =
                listId == null || position == null ? null : new ListPlace(listId, position);
        if (request.step()) {
            learnStep(person, request, item, place);
        }
        learnOutcome(person, event, item, place);
    }

    private void learnStep(
            String person, PersonEvent request, String item, @Nullable ListPlace place) {
        long at = request.event().occurredAtMillis();
        if (request.path().length == 0) {
            blends.forget(person, at);
        } else if (blends.learn(person, item, place, at)) {
            runtime.count(ListRuntime.Count.EXAMPLES);
            long now = runtime.nowMillis();
            if (now >= contributeAtMillis) {
                contributeAtMillis = now + intervalMillis;
                blends.contributions(now).forEach(runtime::contribute);
            }
        }
    }

    private void learnOutcome(String person, Event event, String item, @Nullable ListPlace place) {
        Long spent = event.context().dwellMillis();
        Float rating = event.context().rating();
        boolean learnt =
                switch (event.type()) {
                    case NOT_INTERESTED -> blends.reject(person, item, place);
                    case ADD_TO_CART -> learn(person, Outcome.Kind.CART, item, 0);
                    case PURCHASE -> learn(person, Outcome.Kind.ORDER, item, 0);
                    case RATE -> rating != null && learn(person, Outcome.Kind.RATING, item, rating);
                    default ->
                            spent != null
                                    && learn(person, Outcome.Kind.TIME_SPENT, item, (double) spent);
                };
        if (learnt) {
            runtime.count(ListRuntime.Count.OUTCOMES);
        }
    }

    private boolean learn(String person, Outcome.Kind kind, String item, double amount) {
        return blends.learn(person, new Outcome(kind, item, amount));
    }
}
