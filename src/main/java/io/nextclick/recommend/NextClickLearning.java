package io.nextclick.recommend;

import io.nextclick.blend.Blends;
import io.nextclick.blend.Policy;
import io.nextclick.blend.TrainingExample;
import io.nextclick.flow.PersonEvent;
import io.nextclick.writeback.OperatorPart;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What the blends of a subtask learn from next clicks, and when they contribute it. */
@OperatorPart
final class NextClickLearning {

    private final Blends blends;
    private final long intervalMillis;
    private final Counter examples;
    private long contributeAtMillis;

    NextClickLearning(RecommendSettings rules, int subtask, MetricGroup metrics) {
        this.blends = new Blends(rules.learning(), rules.maxPractice(), subtask);
        this.intervalMillis = rules.policyIntervalMillis();
        this.examples = metrics.counter("learntExamples");
        metrics.gauge("pendingExamples", blends::pendingExamples);
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
    void remember(String person, String policyKey, TrainingExample example, PersonEvent request) {
        blends.remember(person, policyKey, example, request.event().occurredAtMillis());
    }

    /**
     * Learns where the person went from their last list, if they are still in that visit.
     *
     * @return true if a blend changed
     */
    boolean learn(String person, PersonEvent request) {
        String item = request.event().itemId();
        if (!request.learn() || !request.step() || item == null) {
            return false;
        }
        long at = request.event().occurredAtMillis();
        if (request.path().length == 0) {
            blends.forget(person, at);
            return false;
        }
        boolean learnt = blends.learn(person, item, at);
        examples.inc(learnt ? 1 : 0);
        return learnt;
    }

    /** What was learnt since the last contribution; nothing before an interval is over. */
    List<Policy> contributions(long nowMillis) {
        if (nowMillis < contributeAtMillis) {
            return List.of();
        }
        contributeAtMillis = nowMillis + intervalMillis;
        return blends.contributions(nowMillis);
    }
}
