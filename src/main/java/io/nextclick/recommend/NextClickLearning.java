package io.nextclick.recommend;

import io.nextclick.blend.Blends;
import io.nextclick.blend.Policy;
import io.nextclick.blend.TrainingExample;
import io.nextclick.flow.PersonEvent;

/** What the blends of a subtask learn from next clicks, and when they contribute it. */
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
            TrainingExample example,
            double later,
            PersonEvent request) {
        blends.remember(person, policyKey, example, later, request.event().occurredAtMillis());
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
     * Learns where the person went from their last list, if they are still in that visit, and
     * contributes what was learnt once an interval is over.
     */
    void learn(String person, PersonEvent request) {
        String item = request.event().itemId();
        if (!request.learn() || !request.step() || item == null) {
            return;
        }
        long at = request.event().occurredAtMillis();
        if (request.path().length == 0) {
            blends.forget(person, at);
        } else if (blends.learn(person, item, at)) {
            runtime.count(ListRuntime.Count.EXAMPLES);
            long now = runtime.nowMillis();
            if (now >= contributeAtMillis) {
                contributeAtMillis = now + intervalMillis;
                blends.contributions(now).forEach(runtime::contribute);
            }
        }
    }
}
