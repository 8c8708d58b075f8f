package io.nextclick.similarity;

import io.nextclick.flow.Candidates;
import java.util.Arrays;

/** What a message does to its item: the answer first, then the lesson. Plain Java. */
public final class ItemAnswers {

    private static final float[] NONE = {};

    private final SimilarityRules rules;

    /**
     * @param rules how pairs are learnt
     */
    public ItemAnswers(SimilarityRules rules) {
        this.rules = rules;
    }

    /** The item's best neighbours. */
    public Candidates answer(ItemMessage message, ItemNeighbours item) {
        int count = item.strongestFirst(rules.candidates());
        var decay = rules.decay();
        boolean first = message.slot() == 0;
        return new Candidates(
                message.personKey(),
                message.sequence(),
                message.slot(),
                message.itemId(),
                message.category() != null ? message.category() : item.category,
                (float) item.atNewest(item.weight, decay),
                (float) item.recentVisits(),
                Arrays.copyOf(item.items, count),
                item.strengths(count, decay),
                first ? item.atNewest(item.forward, count, decay) : NONE,
                first ? item.atNewest(item.next, count, decay) : NONE,
                first ? item.trends(count) : NONE,
                first ? item.atNewest(item.intent, count, decay) : NONE);
    }

    /** Learns; false if the message teaches nothing. */
    public boolean learn(ItemMessage message, ItemNeighbours item) {
        long millis = message.occurredAtMillis();
        boolean learnt = message.visited();
        if (learnt) {
            item.visit(millis, rules);
            for (int i = 0; i < message.before().length; i++) {
                float weight = message.beforeWeights()[i];
                if (weight > 0) {
                    item.addBefore(message.before()[i], weight, millis, rules);
                }
            }
        }
        String after = message.after();
        if (after != null && message.afterWeight() > 0) {
            item.addAfter(after, message.afterWeight(), message.afterNext(), millis, rules);
            learnt = true;
        }
        if (after != null && message.afterIntent() > 0) {
            item.addIntent(after, message.afterIntent(), millis, rules);
            learnt = true;
        }
        return learnt;
    }
}
