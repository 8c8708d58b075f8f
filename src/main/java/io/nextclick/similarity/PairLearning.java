package io.nextclick.similarity;

import io.nextclick.flow.ForwardDecay;

/** What a message adds to its item: a visit, and weights of its pairs. */
public final class PairLearning {

    /** Far inside float's range. */
    private static final double LARGEST_SCALE = 1e20;

    private final SimilaritySettings rules;
    private final ForwardDecay decay;

    /**
     * @param rules how pairs are learnt
     */
    public PairLearning(SimilaritySettings rules) {
        this.rules = rules;
        this.decay = rules.decay();
    }

    /** Learns from a message; false if there is nothing to learn. */
    public boolean learn(ItemMessage message, ItemNeighbours item) {
        long millis = message.occurredAtMillis();
        boolean learnt = message.visited();
        if (learnt) {
            visit(item, millis);
            for (int i = 0; i < message.before().length; i++) {
                float weight = message.beforeWeights()[i];
                if (weight > 0) {
                    addBefore(item, message.before()[i], weight, millis);
                }
            }
        }
        String after = message.after();
        if (after != null && message.afterWeight() > 0) {
            addAfter(item, after, message.afterWeight(), message.afterNext(), millis);
            learnt = true;
        }
        if (after != null && message.afterIntent() > 0) {
            addIntent(item, after, message.afterIntent(), millis);
            learnt = true;
        }
        return learnt;
    }

    /** Adds a visit of the item. */
    void visit(ItemNeighbours item, long millis) {
        double scale = scaleAt(item, millis);
        item.weight += scale;
        item.trendScale = item.trendScale() * Math.pow(2, 1.0 / rules.trendVisits());
        item.recentWeight += item.trendScale;
        if (item.trendScale > LARGEST_SCALE) {
            item.resetTrendScale();
        }
    }

    /**
     * Adds weight to the pair of the item and one that came after it.
     *
     * @param straight true if nothing came in between
     */
    void addAfter(
            ItemNeighbours item, String after, float pairWeight, boolean straight, long millis) {
        double scale = scaleAt(item, millis);
        int place = placeOf(item, after);
        boolean isNew = item.strength(place) == 0;
        item.forward[place] += (float) (pairWeight * scale);
        item.next[place] += straight ? (float) scale : 0;
        item.trend[place] += (float) (pairWeight * item.trendScale());
        NeighbourOrder.settle(item, place, isNew);
    }

    /** Adds weight to the pair of the item and one that came before it. */
    void addBefore(ItemNeighbours item, String before, float pairWeight, long millis) {
        double scale = scaleAt(item, millis);
        int place = placeOf(item, before);
        boolean isNew = item.strength(place) == 0;
        item.backward[place] += (float) (pairWeight * scale);
        NeighbourOrder.settle(item, place, isNew);
    }

    /** Adds that a person wants an item that came after this one, if it is a neighbour. */
    private void addIntent(ItemNeighbours item, String wanted, float strength, long millis) {
        double scale = scaleAt(item, millis);
        int place = item.find(wanted);
        if (place >= 0) {
            item.intent[place] += (float) (strength * scale);
        }
    }

    /** The factor by which a weight of an event is scaled. */
    private double scaleAt(ItemNeighbours item, long millis) {
        if (item.updatedAtMillis == 0) {
            item.landmarkMillis = millis;
        }
        item.updatedAtMillis = Math.max(item.updatedAtMillis, millis);
        if (decay.isLandmarkWorn(item.updatedAtMillis, item.landmarkMillis)) {
            item.moveLandmark(decay.factor(item.updatedAtMillis, item.landmarkMillis));
        }
        return decay.factor(millis, item.landmarkMillis);
    }

    /** The place of a neighbour, which is added if need be. */
    private int placeOf(ItemNeighbours item, String neighbour) {
        int place = item.find(neighbour);
        if (place < 0 && item.size < rules.maxNeighbours()) {
            return item.append(neighbour, rules.maxNeighbours());
        }
        if (place < 0) {
            place = leastWorth(item);
            item.replace(place, neighbour);
        }
        return place;
    }

    private int leastWorth(ItemNeighbours item) {
        float byDecay = (float) (1 / decay.factor(item.updatedAtMillis, item.landmarkMillis));
        float byTrend = (float) (1 / item.trendScale());
        int weakest = 0;
        float least = Float.MAX_VALUE;
        for (int i = 0; i < item.size; i++) {
            float worth = item.strength(i) * byDecay + item.trend[i] * byTrend;
            if (worth < least) {
                least = worth;
                weakest = i;
            }
        }
        return weakest;
    }
}
